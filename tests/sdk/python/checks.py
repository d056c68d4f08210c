#!/usr/bin/env python3
"""The official Python SDK, unmodified, against a server: the checks of ../README.md, a line for each that holds.

usage: checks.py BURSAR RECEIVER
"""
import asking
import flows
import pages
import refusals
import retries
import sdk
import webhooks

print('sdk python', sdk.VERSION)
for check in [check for module in (flows, webhooks, pages, refusals, retries, asking) for check in module.CHECKS]:
    check()
    print('ok', check.__name__, flush=True)
