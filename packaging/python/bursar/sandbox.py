"""Starts the program that lies beside this file, and ends it."""
import atexit
import os
import re
import secrets
import subprocess
import threading
from pathlib import Path
from typing import NamedTuple, Optional, Sequence

BINARY = str(Path(__file__).parent / 'bin' / 'bursar')


def fresh_key(kind: str = 'sk') -> str:
    """A key of a platform that nobody has used yet: to a sandbox, making one up is opening it."""
    return f'{kind}_test_{secrets.token_hex(12)}'


class Account(NamedTuple):
    """What a test needs to know: where the server is, and the keys of a platform of its own."""
    url: str
    key: str
    publishable_key: str


class Sandbox:
    """A running server. `key` is of a platform that nobody has used yet; `platform()` opens another, which never sees the first."""

    def __init__(self, process: subprocess.Popen, url: str):
        self._process = process
        self.url = url
        _, self.key, self.publishable_key = self.platform()

    def platform(self) -> Account:
        key = fresh_key()
        return Account(self.url, key, key.replace('sk_', 'pk_', 1))

    def stop(self) -> None:
        """Ends the server; running requests are answered first."""
        atexit.unregister(self.stop)
        self._process.terminate()
        self._process.wait()

    def __enter__(self) -> 'Sandbox':
        return self

    def __exit__(self, *_) -> None:
        self.stop()


def _announced(process: subprocess.Popen, patience: float) -> str:
    late = threading.Timer(patience, process.kill)
    late.start()
    try:
        for line in process.stdout:
            if found := re.match(r'bursar listens on (\S+) ', line):
                return found[1]
    finally:
        late.cancel()
    raise RuntimeError(f'bursar ended (status {process.wait()}) before it listened')


def start(args: Sequence[str] = (), store: str = 'memory:', timeout: float = 10, binary: Optional[str] = None) -> Sandbox:
    """Starts a sandbox of its own on a free port, and returns when it answers."""
    words = [binary or BINARY, 'serve', '--sandbox', '--listen', '127.0.0.1:0', '--store', store, '--log-level', 'error', *args]
    # Given a key it makes none in the home directory. A store that outlives the server needs the same one again.
    vault = {'BURSAR_VAULT_KEY': secrets.token_hex(32)} if store == 'memory:' else {}
    process = subprocess.Popen(words, env={**os.environ, **vault}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    url = _announced(process, timeout)
    threading.Thread(target=process.stdout.read, daemon=True).start()
    sandbox = Sandbox(process, url)
    atexit.register(sandbox.stop)
    return sandbox
