#!/usr/bin/env python3
"""Tries to find card numbers, security codes and requests behind every value in a database that looks as if it were made of
them: whoever has the database and not the vault's key must not be able to.

Takes every token of a dump that could be a digest (hex, base64, letters and digits, 64-bit numbers) and every text that the
tests have sent (numbers, numbers with codes, requests as they are written down), and hashes the second in every way that needs
no secret: plain, and keyed with everything that the database itself holds as a setting. A match is a number that was found.

usage: derive.py FOLDER...    the *.db and *.sql files in them; first it must find what it plants in a database of its own
"""
import base64
import hashlib
import hmac
import itertools
import pathlib
import re
import sqlite3
import sys
import tempfile

NUMBERS = ['4242424242424242', '4000056655665556', '5555555555554444', '4111111111111111', '4000000000000002', '4000002500003155', '4000002760003184',
           '5200828282828210', '378282246310005', '6011111111111117', '000123456789', '110000000', '000000000', '123456789']
CODES = ['', '123', '314', '424', '739', '1234']
BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
BASE62_SMALL_FIRST = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
SHORTEST = 12  # characters of a digest that are no chance


class Dump:
    """What somebody has who has the database: its tokens, its settings, the accounts and paths that its rows name."""

    def __init__(self):
        self.tokens, self.settings, self.accounts, self.texts = set(), {}, set(), set()

    def take(self, text):
        self.tokens.update(re.findall(r'[0-9A-Za-z+/_-]{12,}', text))
        self.tokens.update(part for word in re.findall(r'[0-9A-Za-z_]{12,}', text) for part in word.split('_') if len(part) >= SHORTEST)
        self.tokens.update(re.findall(r'[0-9A-Fa-f]{16,}', text))
        self.tokens.update(re.findall(r'-?[0-9]{15,20}', text))
        self.accounts.update(re.findall(r'acct_[0-9A-Za-z]+', text))

    def take_sqlite(self, path):
        with sqlite3.connect(f'file:{path}?mode=ro', uri=True) as db:
            db.text_factory = lambda raw: raw.decode(errors='replace')
            for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for row in db.execute(f'SELECT * FROM "{table}"'):
                    for value in row:
                        self.take(value.hex() if isinstance(value, bytes) else str(value))
                    if table == 'settings':
                        self.settings[row[0]] = row[1]

    def take_sql(self, path):
        text = path.read_text(errors='replace')
        self.take(text)
        found = re.search(r'^COPY public\.settings .*?;\n(.*?)^\\\.$', text, re.M | re.S)
        for line in found[1].splitlines() if found else []:
            name, value = line.split('\t', 1)
            self.settings[name] = value

    def keys(self):
        """Every setting, as it is and read as hex or base64, whole and in parts; of short numbers, which are times, some."""
        values = set(itertools.chain(self.settings.values(), *(value.split(':') for value in self.settings.values())))
        times = sorted(value for value in values if re.fullmatch('[0-9]{1,12}', value))
        out = {b'', b'bursar', b'secret', b'fingerprint'}
        for value in values.difference(times[20:]):
            out.add(value.encode())
            for read in (bytes.fromhex, base64.b64decode):
                try:
                    out.add(read(value))
                except ValueError:
                    pass
        return out


def mixed(h):
    h = ((h ^ (h >> 30)) * 0xbf58476d1ce4e5b9) % 2**64
    h = ((h ^ (h >> 27)) * 0x94d049bb133111eb) % 2**64
    return h ^ (h >> 31)


def fnv(text):
    h = 0xcbf29ce484222325
    for byte in text:
        h = ((h ^ byte) * 0x100000001b3) % 2**64
    return h


LETTERS = [bytes(ord(letters[byte % 62]) for byte in range(256)) for letters in (BASE62, BASE62_SMALL_FIRST)]


def spellings(digest):
    """A digest as it may be written down; whoever reads a shorter one looks for the beginning."""
    spelled = base64.b64encode(digest).decode().rstrip('=')
    yield from (digest.hex(), spelled, spelled.replace('+', '-').replace('/', '_'))
    for letters in LETTERS:
        yield digest.translate(letters).decode()


def requests(number):
    """As they are written down: the parameters of the tests, as JSON in the order in which they are sent."""
    for code in CODES[1:]:
        for month, year in (('12', '2034'), ('1', '2040'), ('12', '2030')):
            card = f'"number":"{number}","exp_month":"{month}","exp_year":"{year}"'
            for card in (f'{{{card},"cvc":"{code}"}}', f'{{{card}}}'):
                yield f'POST /v1/payment_methods {{"type":"card","card":{card}}}'
                yield f'POST /v1/tokens {{"card":{card}}}'
                yield f'POST /v1/sources {{"type":"card","card":{card}}}'


def candidates(dump, more):
    for number in NUMBERS:
        for code in CODES:
            for text in {number + code, f'{number}/{code}', f'{number}:{code}', f'{number} {code}'}:
                yield text
        for account in sorted(dump.accounts)[:40]:
            yield from (f'{account}/{number}', f'{account}{number}', f'{account}:{number}')
        yield from requests(number)
    yield from more


class Tokens:
    """By their first characters, since what is kept of a digest may be its beginning."""

    def __init__(self, tokens):
        self.by_start = {}
        for token in tokens:
            self.by_start.setdefault(token[:SHORTEST], []).append(token)
            if re.fullmatch(r'[0-9A-F]+', token):
                self.by_start.setdefault(token[:SHORTEST].lower(), []).append(token.lower())

    def match(self, spelled):
        near = self.by_start.get(spelled[:SHORTEST])
        return next((token for token in near if spelled.startswith(token.rstrip('='))), None) if near else None


def search(dump, more=()):
    """(text, how, token) of what is found."""
    tokens, keys, found = Tokens(dump.tokens), dump.keys(), []
    integers = {token for token in dump.tokens if re.fullmatch(r'-?[0-9]{15,20}', token)}
    for text in candidates(dump, more):
        raw = text.encode()
        digests = [(name, hashlib.new(name, raw).digest()) for name in ('md5', 'sha1', 'sha256', 'sha512', 'blake2b', 'sha3_256')]
        digests += [(f'sha256 after {key[:20]!r}', hashlib.sha256(key + raw).digest()) for key in keys]
        digests += [(f'HMAC-{name} with {key[:20]!r}', hmac.digest(key, raw, name)) for key in keys for name in ('sha256', 'sha1', 'md5')]
        for how, digest in digests:
            for spelled in spellings(digest):
                if token := tokens.match(spelled):
                    found.append((text, how, token))
        for how, value in (('FNV-1a', fnv(raw)), ('FNV-1a, mixed', mixed(fnv(raw)))):
            for number in (value, value >> 1, value - 2**64):
                if str(number) in integers:
                    found.append((text, how, str(number)))
            if token := tokens.match(f'{value:016x}'):
                found.append((text, how, token))
    return found


def self_test():
    """Each way in which a number was, or might have been, kept: all of them must be found."""
    number, account, setting = NUMBERS[0], 'acct_1Planted0000001', 'a-secret-that-lies-in-the-settings'
    text = next(requests(number))
    letters = ''.join(BASE62[byte % 62] for byte in hmac.digest(setting.encode(), f'{account}/{number}'.encode(), 'sha256')[:16])
    plants = [hashlib.sha256(text.encode()).hexdigest()[:32], hashlib.sha256((number + '314').encode()).hexdigest(), hashlib.md5(number.encode()).hexdigest().upper(),
              base64.b64encode(hashlib.sha1(number.encode()).digest()).decode(), letters, str(mixed(fnv(number.encode())) >> 1),
              base64.urlsafe_b64encode(hmac.digest(b'', number.encode(), 'sha256')).decode(), 'fp_' + hashlib.sha512(number.encode()).hexdigest()[:24]]
    with tempfile.TemporaryDirectory() as folder:
        for n, plant in enumerate(plants):
            path = pathlib.Path(folder) / f'{n}.db'
            db = sqlite3.connect(path)
            db.executescript('CREATE TABLE settings (name TEXT, value TEXT); CREATE TABLE objects (document TEXT)')
            db.execute("INSERT INTO settings VALUES ('s', ?)", (setting,))
            db.execute('INSERT INTO objects VALUES (?)', (f'{{"account":"{account}","fingerprint":"{plant}"}}',))
            db.commit()
            db.close()
            dump = Dump()
            dump.take_sqlite(path)
            assert search(dump), f'a planted digest is not found: {plant}'
    return len(plants)


def main():
    planted = self_test()
    looked_at = 0
    for path in sorted(path for folder in sys.argv[1:] for path in pathlib.Path(folder).rglob('*') if path.suffix in ('.db', '.sql')):
        dump = Dump()
        if path.suffix == '.sql':
            dump.take_sql(path)
        elif path.open('rb').read(16) == b'SQLite format 3\0':
            dump.take_sqlite(path)
        for text, how, token in search(dump):
            sys.exit(f'{path}: {token} is {how} of {text!r}')
        looked_at += len(dump.tokens)
    assert looked_at > 1000, f'only {looked_at} values to look at'
    print(f'no number behind {looked_at} values; {planted} of {planted} planted ones found')


if __name__ == '__main__':
    main()
