#!/usr/bin/env python3
"""Runs transcripts: requests and the answers they must get, readable as documentation of the API.

usage: run.py --bursar BINARY [--store URL]... [--answers FILE] [FILE...]

Each file is played against a fresh server per store, with a key (a platform) of its own. A file is made of

  # a comment                       says what the next step shows
  as $account  |  as platform       who the next requests act for (Stripe-Account)
  with publishable key              the next requests use the publishable key; `with secret key` goes back
  version 2023-10-16                Stripe-Version of the next requests; `version newest` goes back
  header Idempotency-Key: abc       for the next request alone

  POST /v1/customers                a request; indented lines are its parameters
    email = jenny@example.com
  200                               the status it must have; indented lines are checks of its answer
    object = "customer"             equal to this JSON ($name stands for what was kept)
    id -> $customer                 kept under a name
    url /secret=(.*)/ -> $secret    a part of it
    error.message ~ "No such"       contains
    deleted absent                  no such field
    data has 2                      a list of that length
    header Stripe-Account = $a      of the answer's head; also header Location /(\\w+)$/ -> $part
  200 eventually                    asked again for up to 10 seconds, until all checks hold (GET only)

  events                            the types of all events so far of who acts, oldest first, from the last `events` on
    customer.created
"""
import argparse
import base64
import http.client
import json
import os
import pathlib
import re
import secrets
import subprocess
import sys
import time
import urllib.parse

HERE = pathlib.Path(__file__).parent


class Wrong(Exception):
    pass


class Server:
    def __init__(self, binary, store):
        self.log = open(os.environ.get('BURSAR_TEST_LOG', os.devnull), 'ab')
        self.process = subprocess.Popen([binary, 'serve', '--sandbox', '--listen', '127.0.0.1:0', '--store', store], stdout=subprocess.PIPE, stderr=self.log)
        first = self.process.stdout.readline().decode()
        match = re.search(r'http://127\.0\.0\.1:(\d+)', first)
        if not match:
            raise SystemExit('the server did not start: ' + first)
        self.port = int(match[1])

    def stop(self):
        self.process.terminate()
        if self.process.wait(10) != 0:
            raise SystemExit('the server ended with status %d' % self.process.returncode)


class Play:
    def __init__(self, port, path, answers=None):
        self.path, self.answers = path, answers
        self.connection = http.client.HTTPConnection('127.0.0.1', port, timeout=30)
        tail = secrets.token_hex(12)
        self.keys = {'secret': 'sk_test_' + tail, 'publishable': 'pk_test_' + tail}
        self.kind, self.account, self.version, self.extra = 'secret', None, None, {}
        self.names = {'secret_key': self.keys['secret'], 'publishable_key': self.keys['publishable']}
        self.seen_events = {}

    # $name, also inside a text; the longest name first
    def fill(self, text):
        return re.sub(r'\$([a-z_0-9]+)', lambda m: str(self.names[m[1]]) if m[1] in self.names else m[0], text)

    def call(self, method, path, params):
        headers = {'Authorization': 'Bearer ' + self.keys[self.kind]}
        if self.account:
            headers['Stripe-Account'] = self.account
        if self.version:
            headers['Stripe-Version'] = self.version
        body = urllib.parse.urlencode(params)
        if method == 'POST':
            headers['Content-Type'] = 'application/x-www-form-urlencoded'
        elif body:
            path, body = path + ('&' if '?' in path else '?') + body, None
        headers.update(self.extra)
        path = re.sub(r'^https?://[^/]+', '', path)
        self.connection.request(method, path, body or None, {k: v for k, v in headers.items() if v != 'none'})
        answer = self.connection.getresponse()
        text = answer.read().decode()
        try:
            parsed = json.loads(text)
        except ValueError:
            parsed = text
        if self.answers:
            self.keep(method, path, params, headers, answer, parsed)
        return answer.status, dict(answer.getheaders()), parsed

    def keep(self, method, path, params, headers, answer, body):
        """A line of --answers, for whoever compares what was answered with what the schema says."""
        version = headers.get('Stripe-Version') or dict(params).get('_stripe_version')
        line = {'method': method, 'path': path, 'params': params, 'version': version, 'status': answer.status}
        line |= {'content_type': answer.getheader('Content-Type'), 'body': body, 'key': self.kind, 'transcript': self.path.name}
        print(json.dumps(line), file=self.answers)

    @staticmethod
    def at(value, path):
        for part in re.findall(r'[^.\[\]]+', path):
            if isinstance(value, list):
                value = value[int(part)] if int(part) < len(value) else KeyError
            elif isinstance(value, dict):
                value = value.get(part, KeyError)
            else:
                return KeyError
            if value is KeyError:
                return KeyError
        return value

    def check(self, line, headers, body):
        line = line.strip()
        if match := re.fullmatch(r'header (\S+) = (.*)', line):
            got, want = next((v for k, v in headers.items() if k.lower() == match[1].lower()), None), self.fill(match[2])
            if got != want:
                raise Wrong(f'header {match[1]}: wanted {want}, got {got}')
        elif match := re.fullmatch(r'header (\S+) /(.*)/ -> \$(\w+)', line):
            got = next((v for k, v in headers.items() if k.lower() == match[1].lower()), '')
            if not (found := re.search(match[2], got)):
                raise Wrong(f'header {match[1]}: /{match[2]}/ is not in {got!r}')
            self.names[match[3]] = found[1]
        elif match := re.fullmatch(r'header (\S+) absent', line):
            if any(k.lower() == match[1].lower() for k in headers):
                raise Wrong(f'header {match[1]} is there')
        elif match := re.fullmatch(r'(\S+) -> \$(\w+)', line):
            got = self.at(body, match[1])
            if got is KeyError or got is None:
                raise Wrong(f'{match[1]} is not there to be kept')
            self.names[match[2]] = got
        elif match := re.fullmatch(r'(\S+) /(.*)/ -> \$(\w+)', line):
            got = self.at(body, match[1])
            found = re.search(match[2], got) if isinstance(got, str) else None
            if not found:
                raise Wrong(f'{match[1]}: /{match[2]}/ is not in {got!r}')
            self.names[match[3]] = found[1]
        elif match := re.fullmatch(r'(\S+) absent', line):
            if self.at(body, match[1]) is not KeyError:
                raise Wrong(f'{match[1]} is there: {self.at(body, match[1])!r}')
        elif match := re.fullmatch(r'(\S+) has (\d+)', line):
            got = self.at(body, match[1])
            if not isinstance(got, (list, dict)) or len(got) != int(match[2]):
                raise Wrong(f'{match[1]}: wanted {match[2]} elements, got {got!r}')
        elif match := re.fullmatch(r'(\S+) (=|~|!=) (.*)', line):
            want = self.fill(match[3])
            try:
                want = json.loads(want)
            except ValueError:
                pass
            got = body if match[1] == 'body' else self.at(body, match[1])
            good = {'=': lambda: got == want and type(got) is type(want), '!=': lambda: got != want, '~': lambda: isinstance(got, str) and want in got}[match[2]]()
            if not good:
                raise Wrong(f'{match[1]}: wanted {match[2]} {want!r}, got {"nothing" if got is KeyError else repr(got)}')
        else:
            raise Wrong('not understood: ' + line)

    def request(self, method, path, params, status, eventually, checks):
        path, params = self.fill(path), [(self.fill(k), self.fill(v)) for k, v in params]
        end = time.time() + (10 if eventually else 0)
        while True:
            try:
                got, headers, body = self.call(method, path, params)
                if got != status:
                    raise Wrong(f'status {got} instead of {status}: {json.dumps(body)[:400]}')
                for number, check in checks:
                    try:
                        self.check(check, headers, body)
                    except Wrong as wrong:
                        raise Wrong(f'line {number}: {wrong}')
                break
            except Wrong:
                if time.time() > end:
                    raise
                time.sleep(0.1)
        self.extra = {}

    def events(self, wanted):
        _, _, body = self.call('GET', '/v1/events', [('limit', '100')])
        types = [event['type'] for event in reversed(body['data'])]
        seen = self.seen_events.get(self.account, 0)
        self.seen_events[self.account] = len(types)
        if types[seen:] != wanted:
            raise Wrong('events: wanted\n      ' + '\n      '.join(wanted) + '\n    got\n      ' + '\n      '.join(types[seen:]))

    def run(self):
        lines = [(n, line.rstrip()) for n, line in enumerate(self.path.read_text().splitlines(), 1)]
        lines = [(n, line) for n, line in lines if line.strip() and not line.startswith('#')]
        i, steps = 0, 0

        def indented():
            nonlocal i
            out = []
            while i < len(lines) and lines[i][1].startswith('  '):
                out.append((lines[i][0], re.sub(r'\s{2,}# .*$', '', lines[i][1]).strip()))
                i += 1
            return out

        while i < len(lines):
            number, line = lines[i]
            i += 1
            try:
                if line.startswith('as '):
                    self.account = None if line == 'as platform' else self.fill(line[3:])
                elif line.startswith('with '):
                    self.kind = line.split()[1]
                elif line.startswith('version '):
                    self.version = None if line == 'version newest' else line[8:]
                elif match := re.fullmatch(r'header ([^:]+): (.*)', line):
                    self.extra[match[1]] = self.fill(match[2])
                elif line == 'events':
                    self.events([text for _, text in indented()])
                elif match := re.fullmatch(r'(GET|POST|DELETE|PUT) (\S+)', line):
                    params = []
                    for _, text in indented():
                        name, _, value = text.partition(' = ')
                        params.append((name.removesuffix(' ='), value))
                    expected = lines[i][1].split()
                    i += 1
                    self.request(match[1], match[2], params, int(expected[0]), expected[1:] == ['eventually'], indented())
                    steps += 1
                else:
                    raise Wrong('not understood: ' + line)
            except Wrong as wrong:
                raise Wrong(f'{self.path}:{number}: {line}\n    {wrong}')
        if not steps:
            raise Wrong(f'{self.path}: asks for nothing')
        return steps


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--bursar', required=True)
    parser.add_argument('--store', action='append')
    parser.add_argument('--answers', type=argparse.FileType('w'), help='a file for every request and answer, a line of JSON each')
    parser.add_argument('files', nargs='*', type=pathlib.Path)
    arguments = parser.parse_args()
    files = arguments.files or sorted(HERE.rglob('*.test'))
    failed = passed = 0
    for store in arguments.store or ['memory:']:
        server = Server(arguments.bursar, store)
        steps = 0
        for path in files:
            try:
                steps += Play(server.port, path, arguments.answers).run()
                passed += 1
            except Wrong as wrong:
                failed += 1
                print(wrong)
            except Exception as problem:
                failed += 1
                print(f'{path}: {type(problem).__name__}: {problem}')
        server.stop()
        print(f'{store.split(":")[0]}: {len(files)} transcripts, {steps} requests')
    print(f'{passed} passed, {failed} failed')
    sys.exit(1 if failed or not passed else 0)


main()
