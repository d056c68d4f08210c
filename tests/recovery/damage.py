#!/usr/bin/env python3
"""Changes digits of money in a database that is at rest, one at a time, and asks `bursar check` each time: it must find every one.

A set of payments is scripted, with everything that money does: captures, fees, refunds that fail, disputes won and lost, transfers and
their reversals, payouts that come back, another currency. Then, in each row of each table where money stands (the ledger's entries and
balances; the documents of what moves money), each digit is changed; and each posting and each balance transaction is taken away. Last, a
charge is made larger in all that tells of it, as one would who has the database and not the vault's key: only the seal tells. What
moves none (prices, coupons, events as they were told) is not looked at: nothing says what it should be.

usage: damage.py BINARY SCRATCH [digits]      `digits`: every digit; without it one of each number, and of rows alike a few
"""
import collections
import json
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from node import VAULT_KEY, Client, Node, wait_until

MOVES = {'charge', 'payment_intent', 'refund', 'dispute', 'transfer', 'transfer_reversal', 'application_fee', 'fee_refund', 'payout', 'balance_transaction'}
FEW = 12  # numbers of one name in one kind of object, unless `digits`
WORKERS = 4


def script(client):
    need = client.need
    seller = need('POST', '/v1/accounts', [('type', 'standard'), ('country', 'US')])['id']
    pay = [('currency', 'usd'), ('confirm', 'true'), ('return_url', 'https://shop.example')]

    def paid(amount, card, *more, account=None):
        return need('POST', '/v1/payment_intents', [('amount', amount), ('payment_method', 'pm_card_' + card), *pay, *more], account=account)

    first = paid(73900, 'bypassPending')
    need('POST', '/v1/refunds', [('payment_intent', first['id']), ('amount', 1234)])
    need('POST', '/v1/refunds', [('payment_intent', first['id']), ('amount', 421)])
    held = paid(4200, 'visa', ('capture_method', 'manual'))
    need('POST', f'/v1/payment_intents/{held["id"]}/capture', [('amount_to_capture', 3100)])
    paid(5100, 'visa', ('capture_method', 'manual'))
    need('POST', f'/v1/payment_intents/{paid(2600, "visa", ("capture_method", "manual"))["id"]}/cancel')
    kept = paid(8800, 'visa', ('transfer_data[destination]', seller), ('application_fee_amount', 350))
    need('POST', '/v1/refunds', [('payment_intent', kept['id']), ('amount', 1700), ('reverse_transfer', 'true'), ('refund_application_fee', 'true')])
    paid(6400, 'visa', ('transfer_data[destination]', seller), ('transfer_data[amount]', 5200))
    direct = paid(9300, 'visa', ('application_fee_amount', 410), account=seller)
    fee = need('GET', '/v1/application_fees', [('limit', 1)])['data'][0]['id']
    need('POST', f'/v1/application_fees/{fee}/refunds', [('amount', 123)])
    need('POST', '/v1/refunds', [('payment_intent', direct['id']), ('amount', 2200)], account=seller)
    lost, won = paid(7700, 'createDispute'), paid(6600, 'createDispute')
    for intent, evidence in ((lost, 'losing_evidence'), (won, 'winning_evidence')):
        dispute = need('GET', '/v1/disputes', [('payment_intent', intent['id'])])['data'][0]['id']
        need('POST', f'/v1/disputes/{dispute}', [('evidence[uncategorized_text]', evidence)])
        wait_until(lambda dispute=dispute: need('GET', f'/v1/disputes/{dispute}')['status'] in ('won', 'lost'))
    failing = paid(3300, 'refundFail')
    refund = need('POST', '/v1/refunds', [('payment_intent', failing['id'])])['id']
    wait_until(lambda: need('GET', f'/v1/refunds/{refund}')['status'] == 'failed')
    transfer = need('POST', '/v1/transfers', [('amount', 2900), ('currency', 'usd'), ('destination', seller)])['id']
    for amount in (700, 311):
        need('POST', f'/v1/transfers/{transfer}/reversals', [('amount', amount)])
    need('POST', '/v1/transfers', [('amount', 1900), ('currency', 'usd'), ('destination', seller), ('source_transaction', first['latest_charge'])])
    need('POST', '/v1/payouts', [('amount', 4100), ('currency', 'usd')])
    back = need('POST', '/v1/payouts', [('amount', 1500), ('currency', 'usd')])['id']
    need('POST', f'/v1/payouts/{back}/cancel')
    abroad = need('POST', '/v1/payment_intents', [('amount', 5500), ('payment_method', 'pm_card_visa'), *pay[1:], ('currency', 'eur')])
    need('POST', '/v1/refunds', [('payment_intent', abroad['id']), ('amount', 1357)])
    old = need('POST', '/v1/charges', [('amount', 2400), ('currency', 'usd'), ('source', 'tok_visa'), ('capture', 'false')])['id']
    need('POST', f'/v1/charges/{old}/capture', [('amount', 1800)])
    need('POST', '/v1/refunds', [('charge', old), ('amount', 650)])


def paid_plainly(client):
    return client.need('POST', '/v1/payment_intents', [('amount', 2000), ('currency', 'usd'), ('confirm', 'true'), ('return_url', 'https://shop.example'), ('payment_method', 'pm_card_visa')])['id']


def numbers_in(value, path=()):
    """(path, number) of every amount in a document."""
    if isinstance(value, dict):
        for name, child in value.items():
            yield from numbers_in(child, (*path, name))
    elif isinstance(value, list):
        for n, child in enumerate(value):
            yield from numbers_in(child, (*path, n))
    elif isinstance(value, int) and not isinstance(value, bool) and path and ('amount' in str(path[-1]) or path[-1] in ('net', 'fee')):
        yield path, value


def changed(number, place):
    digits = list(str(abs(number)))
    digits[place] = '6' if digits[place] == '5' else '5'
    return int(''.join(digits)) * (-1 if number < 0 else 1)


def places(number, every, chance):
    count = len(str(abs(number)))
    return range(count) if every else [chance.randrange(count)]


def enlarged(database, intent):
    """Statements that make a payment larger by 50 in its objects, balance transaction, posting and balances, which then agree."""
    documents = {json.loads(text)['id']: (seq, json.loads(text)) for seq, text in database.execute('SELECT seq, document FROM objects')}

    def put(id, *names):
        seq, document = documents[id]
        for name in names:
            *path, last = name.split('.')
            holder = document
            for part in path:
                holder = holder[part]
            holder[last] += 50
        return 'UPDATE objects SET document = ? WHERE seq = ?', (json.dumps(document, separators=(',', ':')), seq)

    charge = documents[intent][1]['latest_charge']
    transaction = documents[charge][1]['balance_transaction']
    txn = documents[transaction][0]
    statements = [put(intent, 'amount', 'amount_received'), put(transaction, 'amount', 'net'),
                  put(charge, 'amount', 'amount_captured', 'payment_method_details.card.amount_authorized', 'payment_method_details.card.overcapture.maximum_amount_capturable')]
    for line, owner, account, currency, day in database.execute('SELECT line, owner, account, currency, available_on FROM entries WHERE txn = ?', (txn,)).fetchall():
        if account in ('balance', 'network'):
            more = 50 if account == 'balance' else -50
            statements.append(('UPDATE entries SET amount = amount + ? WHERE line = ?', (more, line)))
            statements.append(('UPDATE balances SET amount = amount + ? WHERE owner = ? AND account = ? AND currency = ? AND available_on = ?', (more, owner, account, currency, day)))
    return statements


def damages(database, every, chance):
    """(what, statement, values), each of which spoils a sound database."""
    seen = collections.Counter()

    def wanted(name):
        seen[name] += 1
        return every or seen[name] <= FEW

    for line, account, amount in database.execute('SELECT line, account, amount FROM entries').fetchall():
        if wanted('entries ' + account):
            for place in places(amount, every, chance):
                yield 'entries.amount', 'UPDATE entries SET amount = ? WHERE line = ?', (changed(amount, place), line)
    for owner, account, currency, day, amount in database.execute('SELECT owner, account, currency, available_on, amount FROM balances').fetchall():
        for place in places(amount, every, chance):
            yield ('balances.amount', 'UPDATE balances SET amount = ? WHERE owner = ? AND account = ? AND currency = ? AND available_on = ?',
                   (changed(amount, place), owner, account, currency, day))
    for seq, text in database.execute('SELECT seq, document FROM objects').fetchall():
        document = json.loads(text)
        kind = document['object']
        if kind not in MOVES:
            continue
        for path, number in numbers_in(document):
            name = f'{kind}.' + '.'.join(str(part) for part in path if not isinstance(part, int))
            if wanted(name):
                for place in places(number, every, chance):
                    yield name, 'UPDATE objects SET document = ? WHERE seq = ?', (with_number(text, path, changed(number, place)), seq)
        if kind == 'balance_transaction' and wanted('balance transactions taken away'):
            yield 'a balance transaction taken away', 'DELETE FROM objects WHERE seq = ?', (seq,)
    for (txn,) in database.execute('SELECT DISTINCT txn FROM entries').fetchall():
        if wanted('postings taken away'):
            yield 'a posting taken away', 'DELETE FROM entries WHERE txn = ?', (txn,)


def with_number(text, path, number):
    document = json.loads(text)
    holder = document
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = number
    return json.dumps(document, separators=(',', ':'))


def check(binary, database):
    done = subprocess.run([binary, 'check', '--store', f'sqlite:{database}'], capture_output=True, text=True, env={'PATH': '/usr/bin:/bin', 'BURSAR_VAULT_KEY': VAULT_KEY})
    return done.returncode, done.stdout + done.stderr


def check_enlarged(binary, sound, copy, intent):
    shutil.copy(sound, copy)
    database = sqlite3.connect(copy)
    with database:
        for statement, values in enlarged(database, intent):
            assert database.execute(statement, values).rowcount == 1
    database.close()
    return check(binary, copy)


def main():
    binary, scratch, every = sys.argv[1], pathlib.Path(sys.argv[2]) / 'damage', 'digits' in sys.argv[3:]
    scratch.mkdir(parents=True)
    sound = scratch / 'sound.db'
    node = Node(binary, f'sqlite:{sound}', (scratch / 'log').open('w')).start()
    script(Client(node.port))
    forged = paid_plainly(Client(node.port))
    node.stop()
    status, text = check(binary, sound)
    assert status == 0 and ' 0 problems' in text, 'the undamaged database: ' + text
    with sqlite3.connect(sound) as database:
        database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
        todo = list(damages(database, every, random.Random(1)))

    def found(number_and_damage):
        number, (what, statement, values) = number_and_damage
        copy = scratch / f'{number}.db'
        shutil.copy(sound, copy)
        database = sqlite3.connect(copy)
        with database:
            assert database.execute(statement, values).rowcount > 0
        database.close()
        status, text = check(binary, copy)
        for file in scratch.glob(f'{number}.db*'):
            file.unlink()
        return what, status == 1 and ' 0 problems' not in text, f'{statement} {values}'

    with ThreadPoolExecutor(WORKERS) as pool:
        results = list(pool.map(found, enumerate(todo)))
    status, text = check_enlarged(binary, sound, scratch / 'enlarged.db', forged)
    assert status == 1 and ' 1 problems' in text and 'is not the one that was sealed' in text, 'a payment that was enlarged wherever it stands: ' + text
    counts = collections.Counter(what for what, _, _ in results)
    missed = [f'{what}: {how[:400]}' for what, ok, how in results if not ok]
    for what in sorted(counts):
        print(f'  {counts[what]:5} {what}')
    print(f'damage: {len(results)} changes, {len(results) - len(missed)} found, and a payment that was enlarged wherever it stands')
    if missed:
        print('not found:\n' + '\n'.join(missed[:40]))
        sys.exit(1)


main()
