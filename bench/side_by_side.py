#!/usr/bin/env python3
"""A thousand tests side by side against one sandbox: each makes up a key, and so a platform, of its own, keeps a customer, takes a
payment, and finds what it made and nothing of the others'. Prints how long all of them took.

usage: bench/side_by_side.py BINARY [--tests 1000] [--at-once 32] [--store memory:]
"""
import argparse
import base64
import concurrent.futures
import http.client
import json
import pathlib
import subprocess
import tempfile
import time
import urllib.parse


def start(binary, store, folder):
    """The server, and where it listens once it does."""
    ready = pathlib.Path(folder) / 'ready.json'
    process = subprocess.Popen([binary, 'serve', '--sandbox', '--listen', '127.0.0.1:0', '--store', store, '--log-level', 'warning', '--ready-file', str(ready)],
                               stdout=subprocess.DEVNULL)
    while not ready.exists():
        if process.poll() is not None:
            raise SystemExit('the server did not start')
        time.sleep(.01)
    return process, urllib.parse.urlparse(json.loads(ready.read_text())['url']).port


def test(port, number):
    """What one test does, with a connection of its own, as a process of its own would have."""
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=60)
    head = {'Authorization': 'Basic ' + base64.b64encode(f'sk_test_sidebyside{number:06}:'.encode()).decode(), 'Content-Type': 'application/x-www-form-urlencoded'}

    def ask(method, path, params=None):
        connection.request(method, path, urllib.parse.urlencode(params) if params else None, head)
        answer = connection.getresponse()
        body = json.loads(answer.read())
        if answer.status != 200:
            raise SystemExit(f'{method} {path}: {answer.status} {body}')
        return body

    began = time.monotonic()
    customer = ask('POST', '/v1/customers', {'email': f'test{number}@example.com'})['id']
    payment = ask('POST', '/v1/payment_intents', {'customer': customer, 'amount': 1000 + number, 'currency': 'usd', 'confirm': 'true', 'payment_method': 'pm_card_visa',
                                                  'return_url': 'https://shop.example'})
    found = ask('GET', '/v1/payment_intents')['data']
    if payment['status'] != 'succeeded' or [one['id'] for one in found] != [payment['id']] or found[0]['amount'] != 1000 + number:
        raise SystemExit(f'test {number} does not find what it made, alone: {found}')
    connection.close()
    return time.monotonic() - began


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('binary')
    parser.add_argument('--tests', type=int, default=1000)
    parser.add_argument('--at-once', type=int, default=32)
    parser.add_argument('--store', default='memory:')
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        process, port = start(words.binary, words.store, folder)
        try:
            began = time.monotonic()
            with concurrent.futures.ThreadPoolExecutor(words.at_once) as pool:
                times = sorted(pool.map(lambda number: test(port, number), range(words.tests)))
            took = time.monotonic() - began
        finally:
            process.terminate()
            process.wait(20)
    print(f'{words.tests} tests, {words.at_once} at once, --store {words.store}: {took:.2f} s in all; one took {times[len(times) // 2] * 1000:.0f} ms, '
          f'the slowest {times[-1] * 1000:.0f} ms; none saw another')


main()
