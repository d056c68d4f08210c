#!/usr/bin/env python3
"""A server whose queue holds jobs that can only fail starts, serves, and parks them; `bursar jobs` looks after them.

usage: jobs.py BINARY SCRATCH
"""
import os
import re
import sqlite3
import subprocess
import sys
import time
import urllib.request

BINARY, FOLDER = os.path.abspath(sys.argv[1]), os.path.join(sys.argv[2], 'jobs')
os.makedirs(FOLDER, exist_ok=True)
PATH = os.path.join(FOLDER, 'jobs.db')
for name in os.listdir(FOLDER):
    os.remove(os.path.join(FOLDER, name))
STORE = 'sqlite:' + PATH


def check(holds, what):
    if not holds:
        sys.exit(f'cli jobs: {what}')


def bursar(*words, status=0):
    done = subprocess.run([BINARY, *words, '--store', STORE], capture_output=True, text=True)
    check(done.returncode == status, f'{" ".join(words)}: status {done.returncode}: {done.stderr}')
    return done.stdout + done.stderr


class Server:
    def __init__(self):
        self.process = subprocess.Popen([BINARY, 'serve', '--sandbox', '--listen', '127.0.0.1:0', '--store', STORE],
                                        stdout=subprocess.PIPE, stderr=open(os.path.join(FOLDER, 'log'), 'a'), text=True)
        self.base = 'http://' + re.search(r'127\.0\.0\.1:\d+', self.process.stdout.readline())[0]

    def figure(self, name):
        with urllib.request.urlopen(self.base + '/metrics') as answer:
            found = re.search(rf'^{name} (\S+)$', answer.read().decode(), re.M)
        check(found, f'/metrics tells nothing of {name}')
        return float(found[1])

    def until(self, name, value):
        for _ in range(150):
            if self.figure(name) == value:
                return
            time.sleep(.1)
        sys.exit(f'cli jobs: {name} is {self.figure(name)}, not {value}')

    def end(self):
        self.process.terminate()
        check(self.process.wait(10) == 0, 'the server did not stop cleanly')


def put(*rows):
    with sqlite3.connect(PATH) as db:
        for seq, kind, payload, attempts, problem in rows:
            db.execute('INSERT INTO jobs (parked, clock, run_at, seq, kind, payload, attempts, problem, subject) VALUES (0, 0, ?, ?, ?, ?, ?, ?, 0)',
                       (int(time.time()) - 5, seq, kind, payload, attempts, problem))


def listed(number):
    found = re.search(rf'^{number}  (.*)$', bursar('jobs', 'list'), re.M)
    return found[1] if found else ''


Server().end()  # makes the database
put((900000001, 'nobody.knows', '{}', 0, ''),                    # of a version that is no more
    (900000002, 'account.verify', 'this is no JSON', 0, ''),
    (900000003, 'account.verify', '{"id":"acct_nothing"}', 6, 'as before'),  # fails for the last time
    (900000004, 'payout.arrive', '{"id":"po_x"}', 2, ''),        # was begun twice, and did not end: it may end the server
    (900000005, 'webhook.deliver', '[]', 0, ''))
server = Server()
server.until('bursar_jobs_parked', 1)
server.until('bursar_jobs_due', 0)
check(server.figure('bursar_jobs_failing') >= 3, 'failing jobs are not counted')
check(server.figure('bursar_job_failures_total') >= 4, 'failures are not counted')
check('nobody.knows  at ' in listed(900000001) and 'runs 1' in listed(900000001), f'an unknown kind: {listed(900000001)}')
check('runs 1' in listed(900000002), f'a payload that is no JSON: {listed(900000002)}')
check('parked' in listed(900000003) and 'runs 7' in listed(900000003), f'the last run: {listed(900000003)}')
check('runs 2' in listed(900000004), f'what did not end twice was run again without a wait: {listed(900000004)}')
check('its last run did not end' in bursar('jobs', 'list'), 'it is not told why')

# Looked after while the server runs.
bursar('jobs', 'retry', '900000003')
server.until('bursar_jobs_due', 0)
for _ in range(100):
    if 'runs 1' in listed(900000003):
        break
    time.sleep(.1)
check('runs 1' in listed(900000003) and 'parked' not in listed(900000003), f'tried again: {listed(900000003)}')
bursar('jobs', 'drop', '900000001', '900000002')
check(not listed(900000001) and not listed(900000002), 'what was dropped is still there')
check('there is no job 900000001' in bursar('jobs', 'drop', '900000001', status=1), 'no word of a job that is not there')
check('is not the number' in bursar('jobs', 'retry', 'x', status=2), 'no word of a number that is none')
check('900000004' in bursar('jobs', 'list', '--all'), 'not all are listed')
bursar('jobs', 'frobnicate', status=2)
server.end()
Server().end()
print('cli jobs: passed')
