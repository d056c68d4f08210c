#!/usr/bin/env python3
"""A server is told numbers, codes and requests that should fail, spelled in every way, and asked for everything that is a secret.
Then somebody has its whole folder, but not the vault's key: what does he find, and what can he derive?

usage: session.py BINARY FOLDER
"""
import hashlib
import http.client
import json
import os
import pathlib
import re
import sqlite3
import sys
import urllib.parse

import derive

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'recovery'))
from node import KEY, Client, Node  # noqa: E402

NUMBER, ACCOUNT, CODE, PERSON = '5200828282828210', '000123456789', '7391', '926481735'
CARD = {'type': 'card', 'card[number]': NUMBER, 'card[exp_month]': '12', 'card[exp_year]': '2034', 'card[cvc]': CODE}

# Requests that nobody should send, and somebody will: {n} is the number, {c} the code.
BODIES = ['card.number={n}&card.cvc={c}', 'card/number={n}&card/cvc={c}', 'card number={n}&card cvc={c}', 'card[number={n}&card[cvc={c}',
          'card%5Bnumber%5D={n}&card%5Bcvc%5D={c}', 'card%255Bnumber%255D={n}&card%255Bcvc%255D={c}', 'CARD[NUMBER]={n}&CARD[CVC]={c}',
          'card[number][]={n}&card[cvc][]={c}', 'card[number][x]={n}&card[cvc][x]={c}', 'payment_method_data.card.number={n}&payment_method_data.card.cvc={c}',
          '{{"card":{{"number":"{n}","cvc":"{c}"}}}}', '{{"number": {n}, "cvc": {c}', 'type=card&card=number%3D{n}%26cvc%3D{c}', '{n}={c}&cvc={c}', 'amount={n}&currency=usd',
          'metadata[note]={n}', 'description=my+card+is+{g}', 'return_url=https%3A%2F%2Fshop.example%2F%3Fnumber%3D{n}%26cvc%3D{c}', 'email={d}', 'customer={n}']


def send(port, path, body, **headers):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=20)
    connection.request('POST', path, body.encode(), {'Authorization': f'Bearer {KEY}', 'Content-Type': 'application/x-www-form-urlencoded', **headers})
    connection.getresponse().read()
    connection.close()


def misspell(port):
    names = {'n': NUMBER, 'c': CODE, 'g': '+'.join(re.findall('....', NUMBER)), 'd': '-'.join(re.findall('....', NUMBER))}
    sent = 0
    for n, body in enumerate(BODIES):
        for path in ('/v1/payment_methods', '/v1/payment_intents', '/v1/tokens', f'/v1/customers/{NUMBER}', f'/v1/customers?card.number={NUMBER}'):
            send(port, path, body.format(**names), **{'Idempotency-Key': f'odd-{n}-{path[4:12]}', 'User-Agent': f'shop/1 {NUMBER}'})
            sent += 1
    return sent


def secrets_of(client, port):
    """Everything that whoever is shown it may use."""
    method = client.need('POST', '/v1/payment_methods', CARD, idempotency_key='card')
    client.need('POST', '/v1/tokens', {'pii[id_number]': PERSON}, idempotency_key='person')
    client.need('POST', '/v1/tokens', {'bank_account[country]': 'US', 'bank_account[currency]': 'usd', 'bank_account[account_number]': ACCOUNT,
                                       'bank_account[routing_number]': '110000000'}, idempotency_key='bank')
    customer = client.need('POST', '/v1/customers', {'payment_method': method['id']}, idempotency_key='customer')['id']
    account = client.need('POST', '/v1/accounts', {'type': 'express', 'country': 'US', 'individual[id_number]': PERSON}, idempotency_key='account')['id']
    hook = client.need('POST', '/v1/webhook_endpoints', {'url': 'http://127.0.0.1:1/x', 'enabled_events[]': '*'}, idempotency_key='hook')
    session = client.need('POST', '/v1/account_sessions', {'account': account, 'components[account_onboarding][enabled]': 'true'}, idempotency_key='session')
    payer = client.need('POST', '/v1/customer_sessions', {'customer': customer, 'components[payment_element][enabled]': 'true'}, idempotency_key='payer')
    listener = client.need('POST', '/v1/stripecli/sessions', {'device_name': 'd', 'websocket_features[]': 'webhooks'}, idempotency_key='listen')
    link = client.need('POST', '/v1/account_links', {'account': account, 'type': 'account_onboarding', 'refresh_url': 'https://x.example', 'return_url': 'https://x.example'}, idempotency_key='link')
    path = urllib.parse.urlparse(link['url']).path
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=20)
    connection.request('GET', path)
    answer = connection.getresponse()
    page = answer.getheader('Location')
    assert answer.status == 303 and page.startswith('/setup/visit/'), f'the link does not open: {answer.status}'
    answer.read()
    connection.request('GET', page)
    answer = connection.getresponse()
    assert answer.status == 200 and '<form method="post"' in answer.read().decode(), 'the visit does not open'
    connection.close()
    return {'the signing secret of an endpoint': hook['secret'], 'the signing secret of a listener': listener['secret'], 'the session of a listener': listener['websocket_id'],
            'the client secret of an account session': session['client_secret'], 'the client secret of a customer session': payer['client_secret'],
            'an account link': path.rsplit('/', 1)[1], 'a visit of the onboarding page': page.rsplit('/', 1)[1], 'an API key': KEY}


def requests_sent():
    """The first as they were written down before, with everything in them."""
    for code in (CODE, ''):
        card = f'"number":"{NUMBER}","exp_month":"12","exp_year":"2034"' + (f',"cvc":"{code}"' if code else '')
        yield f'POST /v1/payment_methods {{"type":"card","card":{{{card}}}}}'
    yield f'POST /v1/tokens {{"pii":{{"id_number":"{PERSON}"}}}}'
    yield f'POST /v1/tokens {{"bank_account":{{"country":"US","currency":"usd","account_number":"{ACCOUNT}","routing_number":"110000000"}}}}'
    yield from (f'{NUMBER}{CODE}', PERSON, NUMBER[-4:] + CODE)


def texts_of(path):
    with sqlite3.connect(f'file:{path}?mode=ro', uri=True) as db:
        db.text_factory = lambda raw: raw.decode(errors='replace')
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in db.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    if isinstance(value, str):
                        yield table, value


def give_again_what_was_kept_in_clear(binary, folder, log):
    """An answer of a server from before, which kept them as they are and a plain digest of the request: for a day a retry gets it."""
    node = Node(binary, f'sqlite:{folder}/before.db', log).start()
    Client(node.port).need('POST', '/v1/customers', {'name': 'Jenny'}, idempotency_key='k')
    node.stop()
    digest = hashlib.sha256(b'POST /v1/customers {"name":"Jenny"}').hexdigest()[:32]
    with sqlite3.connect(folder / 'before.db') as db:
        assert db.execute('UPDATE idempotency SET body = ?, fingerprint = ?', ('{"id":"cus_before","object":"customer"}', digest)).rowcount == 1
    db.close()
    node.start()
    client = Client(node.port)
    assert client.need('POST', '/v1/customers', {'name': 'Jenny'}, idempotency_key='k')['id'] == 'cus_before', 'an answer from before is not given again'
    assert client.call('POST', '/v1/customers', {'name': 'Joan'}, idempotency_key='k')[0] == 400, 'another request gets an answer from before'
    node.stop()


def main():
    binary, folder = sys.argv[1], pathlib.Path(sys.argv[2]) / 'session'
    folder.mkdir()
    with open(folder / 'server.log', 'ab') as log:
        os.fchmod(log.fileno(), 0o600)
        node = Node(binary, f'sqlite:{folder}/b.db', log, options=['--log-level', 'debug']).start()
        client = Client(node.port)
        secrets = secrets_of(client, node.port)
        again = client.need('POST', '/v1/webhook_endpoints', {'url': 'http://127.0.0.1:1/x', 'enabled_events[]': '*'}, idempotency_key='hook')
        assert client.headers['Idempotent-Replayed'] == 'true' and again['secret'] == secrets['the signing secret of an endpoint'], 'the stored answer is not the first one'
        status, _ = client.call('POST', '/v1/payment_methods', {**CARD, 'card[number]': '4242424242424242'}, idempotency_key='card')
        assert status == 400, 'another number under the same key passes for the same request'
        sent = misspell(node.port)
        node.stop()
        give_again_what_was_kept_in_clear(binary, folder, log)
    found = []
    for path in sorted(folder.iterdir()):
        raw = path.read_bytes()
        for what, secret in {'a card number': NUMBER, 'an account number': ACCOUNT, 'a number of a person': PERSON, **secrets}.items():
            if secret.encode() in raw:
                found.append(f'{path.name} holds {what} ({secret})')
        if path.stat().st_mode & 0o077:
            found.append(f'{path.name} can be read by others')
    for path in folder.glob('*.db'):
        for table, text in texts_of(path):
            if re.search(rf'(?<![0-9A-Za-z]){CODE}(?![0-9A-Za-z])', text):
                found.append(f'{path.name}, {table} holds the security code: {text[:300]}')
    dump = derive.Dump()
    dump.take_sqlite(folder / 'b.db')
    for text, how, token in derive.search(dump, [*requests_sent(), *(json.dumps(secret) for secret in secrets.values())]):
        found.append(f'{token} is {how} of {text!r}')
    if 'fingerprint_secret' in dump.settings:
        found.append('the key of fingerprints lies in the settings')
    for line in found:
        print(line)
    if found:
        sys.exit(f'{len(found)} secrets are found by whoever has the folder of the database')
    print(f'{len(secrets)} secrets and {sent} misspelled requests: none in {len(list(folder.iterdir()))} files, none behind {len(dump.tokens)} values')


main()
