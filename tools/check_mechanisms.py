#!/usr/bin/env python3
"""Checks that code goes through the mechanisms of the house, where going past one would compile.

Each rule is a pattern that may stand in some folders alone, and the way that is meant instead. A rule whose pattern stands
nowhere at all checks nothing: then it is out of date, which fails, too.

usage: check_mechanisms.py SRC
"""
import re
import sys
from pathlib import Path

# pattern, the folders (under SRC) where it may stand, what to write instead
RULES = [
    (r'(\.|->)get_(object|array|string|int64|uint64|bool|double)\(\)', ['base'],
     'as_object() and its like, which throw when the value is of another type'),
    (r'\bCHECK\(', ['base/result.hpp', 'crypto', 'store', 'ledger', 'vault'],
     'MUST(), which costs one request, not the process'),
    # Whatever comes out of a list is compared with it, and whatever is stored is in the lists that it says.
    (r'session(\(\)|_)?(\.|->)(insert|update|add_keys|remove_keys|is_listed|older|newer|listings_after)\(',
     ['store', 'api/tx.cpp', 'api/tx.hpp', 'app/lists.cpp'], 'insert(), update(), older() or newer(), listed() of Tx'),
    (r'substr\(0, (k[A-Z]\w*|[1-9]\d)\)', ['api/version.hpp', 'methods/card.cpp', 'store/postgres/connection.cpp'],
     'cut(), which leaves letters whole'),
    (r'\bSealedText\(', ['store', 'vault'],
     'vault::DataKeys::seal_answer(): what is kept of an answer is sealed'),
    # What is made of a number or of a request is made with a key of the database's, one for each use. A plain hash is for what
    # chance made (API keys, credentials); a signature with a secret of the receiver's is webhooks'.
    (r'\b(sha256|hmac_sha256)\(', ['crypto', 'vault', 'api/authenticate.cpp', 'api/kept_id.cpp', 'api/idempotency.cpp', 'api/html_page.cpp', 'events/webhook_deliveries'],
     'a use of vault::DataKeys'),
    (r'\bcrypto::(seal|open)\(', ['crypto', 'vault'],
     'vault::put() and use(), or a use of vault::DataKeys: a key has one use'),
    (r'text/html|"Location"|"Content-Security-Policy"|href=', ['api/html_page.hpp', 'api/html_page.cpp', 'api/present.cpp', 'app/openapi.cpp', 'web'],
     'an HtmlPage and href(): no page is answered without its policy, and none leads to what was not parsed'),
    (r'\b(session|session_|session\(\))(\.|->)post\(', ['ledger', 'store'],
     'balance::record(), which writes the balance transaction that belongs to it'),
    (r'\bledger::post\(', ['money/balance'],
     'balance::record(), which writes the balance transaction that belongs to it'),
    # Who does what another resource does calls its verb, with a struct, and is given one.
    (r'parse_document\([^;]*body\b', ['api'],
     'a verb that gives what it made or changed: no answer is parsed back'),
    # A route reads its own parameters; connect/ reads what tokens and visitors told still, and Checkout what it takes, beside
    # what it does not take yet.
    (r'\bread_params<', ['base', 'api', 'connect', 'checkout/sessions/create.cpp'],
     "the other resource's verb: its struct is filled in, not its form"),
    (r'may only specify one of', ['base'],
     'kExclusive in the struct of parameters; refuse_together() where it takes more than their names to know'),
    # In these places it is decided what may be sent, or done, with a publishable key.
    (r'caller\(\)\.publishable', ['api', 'intents/common', 'intents/payment_intents', 'intents/setup_intents', 'methods/card.cpp',
                                  'instruments/customers/source_api.cpp', 'instruments/mandates', 'instruments/payment_methods/handlers.cpp', 'instruments/tokens'],
     'shown_publicly of the kind: what such a key may see is cut by the presenter alone, whatever the way there'),
    (r'\bstatus = [^;,]*"', [
        'money/balance',            # is read off a time: pending until available_on, by itself
        'money/payouts/payout.hpp'],  # of TraceId: the payout's reference at the bank, which never comes here
     'a Life, which takes a step'),
]


def stands_in(path, places):
    return any(path == place or path.startswith(place + '/') for place in places)


def main():
    root = Path(sys.argv[1])
    files = {path.relative_to(root).as_posix(): path.read_text().splitlines()
             for path in sorted(root.rglob('*.[hc]pp')) if not path.name.endswith('_test.cpp')}
    found = []
    for pattern, places, instead in RULES:
        pattern, uses = re.compile(pattern), 0
        for path, lines in files.items():
            for number, line in enumerate(lines, 1):
                if not pattern.search(line):
                    continue
                uses += 1
                if not stands_in(path, places):
                    found.append(f'{root}/{path}:{number}: {line.strip()}\n    use {instead}')
        if not uses:
            found.append(f'{pattern.pattern} stands nowhere: the rule checks nothing')
    print('\n'.join(found) if found else f'mechanisms: {len(RULES)} rules hold in {len(files)} files')
    sys.exit(1 if found else 0)


main()
