"""A server under test, a client that keeps one connection, and a private PostgreSQL: what the recovery tests share."""
import atexit
import base64
import contextlib
import http.client
import json
import pathlib
import re
import signal
import socket
import subprocess
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
VAULT_KEY = 'ab' * 32
KEY = 'sk_test_recoveryrecovery01'


class Lost(Exception):
    """No answer came: the request may or may not have been carried out."""


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


class Node:
    def __init__(self, binary, store, log, prefix=(), options=()):
        self.binary, self.store, self.prefix, self.options, self.log = binary, store, list(prefix), list(options), log
        self.process, self.sandbox = None, True

    def start(self, wait=True):
        self.process = subprocess.Popen(
            self.prefix + [self.binary, 'serve', *(['--sandbox'] if self.sandbox else []), '--listen', '127.0.0.1:0', '--store', self.store, *self.options],
            stdout=subprocess.PIPE, stderr=self.log, env={'PATH': '/usr/bin:/bin', 'BURSAR_VAULT_KEY': VAULT_KEY})
        if wait:
            match = re.search(r'https?://127\.0\.0\.1:(\d+)', self.process.stdout.readline().decode())
            assert match, 'the server did not start'
            self.port = int(match[1])
        atexit.register(self.process.kill)
        return self

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        status = self.process.wait(30)
        assert status == 0, f'the server ended with status {status}'

    def check(self):
        done = subprocess.run([self.binary, 'check', '--store', self.store], capture_output=True, text=True,
                              env={'PATH': '/usr/bin:/bin', 'BURSAR_VAULT_KEY': VAULT_KEY})
        assert done.returncode == 0, 'check: ' + (done.stdout + done.stderr)[-2000:]
        return done.stdout.strip().splitlines()[-1]


class Client:
    def __init__(self, port, key=KEY, timeout=30):
        self.port, self.timeout, self.connection = port, timeout, None
        self.authorization = 'Basic ' + base64.b64encode((key + ':').encode()).decode()

    def call(self, method, path, params=(), account=None, idempotency_key=None, version=None):
        headers = {'Authorization': self.authorization}
        if account:
            headers['Stripe-Account'] = account
        if idempotency_key:
            headers['Idempotency-Key'] = idempotency_key
        if version:
            headers['Stripe-Version'] = version
        query = urllib.parse.urlencode(params)
        body = None
        if method == 'POST':
            body, headers['Content-Type'] = query, 'application/x-www-form-urlencoded'
        elif query:
            path += '?' + query
        try:
            if not self.connection:
                self.connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=self.timeout)
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            text = answer.read()
            self.headers = answer.headers
            return answer.status, json.loads(text)
        except (OSError, http.client.HTTPException, ValueError) as problem:
            self.close()
            raise Lost(f'{method} {path} {params}: {problem}') from problem

    def need(self, *words, **names):
        status, body = self.call(*words, **names)
        assert status == 200, f'{words}: {status} {json.dumps(body)[:400]}'
        return body

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


class Postgres:
    """tools/postgres, in a folder that the user it runs as can reach."""

    def __init__(self, folder, *settings):
        self.folder, self.port = str(folder), free_port()
        self.url = self.tool('start', self.folder, str(self.port), *settings).strip()
        atexit.register(stop_postgres, self.folder)

    @staticmethod
    def tool(*words):
        return subprocess.run([str(ROOT / 'tools/postgres'), *words], check=True, capture_output=True, text=True).stdout

    def database(self, name):
        subprocess.run(['psql', '-q', self.url, '-c', f'CREATE DATABASE {name}'], check=True)
        return self.url.rsplit('/', 1)[0] + '/' + name

    def stop(self, how='fast'):
        self.tool('stop', self.folder, how)


def stop_postgres(folder):
    """Whatever became of the test, no server of it stays behind."""
    if (pathlib.Path(folder) / 'postmaster.pid').exists():
        Postgres.tool('stop', str(folder), 'immediate')


def wait_until(true, seconds=20, what='it'):
    end = time.time() + seconds
    while not true():
        assert time.time() < end, f'{what} did not come to pass within {seconds} s'
        time.sleep(0.05)


@contextlib.contextmanager
def small_disk(folder, size):
    """A file system of its own; nothing where this user may not mount one."""
    folder.mkdir()
    mounted = subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={size}', 'bursar', str(folder)], capture_output=True).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(['umount', '-l', str(folder)], check=True)
