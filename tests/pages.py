#!/usr/bin/env python3
"""Pages for people: each is answered with the policy that keeps a browser from everything but what it shows, and every address
that a browser is sent to is one that may be gone to.

usage: pages.py BINARY SCRATCH
"""
import base64
import hashlib
import http.client
import json
import pathlib
import re
import subprocess
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parent / 'recovery'))
from node import Client, Node  # noqa: E402

SHOPS = 'https://shop.example https://*.shop.example'


class Pages:
    def __init__(self, node, routes):
        self.port, self.routes, self.seen, self.count = node.port, routes, set(), 0

    def open(self, method, url, params=(), status=None, held_by="'none'"):
        """A page, with the headers that every page must have; what it leads to."""
        url = urllib.parse.urlparse(url)
        path, form = url.path + ('?' + url.query if url.query else ''), urllib.parse.urlencode(params)
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=20)
        connection.request(method, path, form if method == 'POST' else None, {'Content-Type': 'application/x-www-form-urlencoded', 'Origin': 'https://evil.example'})
        answer = connection.getresponse()
        text, head = answer.read().decode(), {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        assert status is None or answer.status == status, (method, path, answer.status, text[:300])
        self.check(f'{method} {path} {answer.status}', head, text, held_by)
        self.seen.add(next(route for route in self.routes if route[0] == method and matches(route[2], url.path)))
        self.count += 1
        return head.get('location'), text, head

    @staticmethod
    def check(where, head, text, held_by):
        assert head['content-type'] == 'text/html; charset=utf-8', (where, head)
        assert head['x-content-type-options'] == 'nosniff' and head['referrer-policy'] == 'no-referrer' and head['cache-control'] == 'no-store', (where, head)
        assert not [name for name in head if name.startswith('access-control')] and 'strict-transport-security' not in head, (where, head)
        policy = dict((part.strip().split(' ', 1) + [''])[:2] for part in head['content-security-policy'].split(';'))
        assert policy['default-src'] == "'none'" and policy['base-uri'] == "'none'", (where, policy)
        assert set(policy) <= {'default-src', 'base-uri', 'style-src', 'script-src', 'form-action', 'frame-ancestors'}, (where, policy)
        assert policy['frame-ancestors'] == held_by, (where, policy)
        assert (head.get('x-frame-options') == 'DENY') == (held_by == "'none'"), (where, head)
        allowed = set((policy.get('script-src', '') + ' ' + policy.get('style-src', '')).split())
        assert all(source == "'self'" or source.startswith("'sha256-") for source in allowed), (where, policy)
        forms = re.findall(r'<form[^>]*>', text)
        assert all(re.search(r' action="/[^/]', form) for form in forms), (where, forms)
        assert ("'self'" in policy['form-action']) if forms else policy['form-action'].split()[0] in ("'self'", "'none'"), (where, policy)
        for inside in re.findall(r'<style>(.*?)</style>', text, re.S) + re.findall(r'<script>(.*?)</script>', text, re.S):
            assert f"'sha256-{base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()}'" in allowed, (where, inside[:80])
        assert not re.search(r'<[^>]* (on\w+|style)=', text), (where, 'an attribute that the policy forbids')
        if '<script type="module" src="/v3/' in text:
            assert policy['script-src'] == "'self'", (where, policy)
        for link in re.findall(r' href="([^"]*)"', text):
            assert re.match(r'https?://', link), (where, link)


def matches(pattern, path):
    return re.fullmatch(re.sub(r':\w+', '[^/]+', pattern), path)


CARD_3DS = [('payment_method_data[type]', 'card'), ('payment_method_data[card][number]', '4000002760003184'), ('payment_method_data[card][exp_month]', 12), ('payment_method_data[card][exp_year]', 2034)]
ORDER = [('mode', 'payment'), ('line_items[0][price_data][currency]', 'usd'), ('line_items[0][price_data][unit_amount]', 1000), ('line_items[0][price_data][product_data][name]', 'Tea <b>')]
CHANGED = [(name, value) for name, value in ORDER if name != 'mode'] + [('line_items[0][quantity]', 1)]
PAID = [('email', 'a@b.example'), ('cardNumber', '4242424242424242'), ('cardExpiry', '12/34'), ('cardCvc', '123')]


def every_page_is_closed(pages, shop):
    in_frames = "'self' " + SHOPS
    confirmed = [('amount', 1000), ('currency', 'usd'), ('confirm', 'true'), *CARD_3DS]

    def challenge(*more):
        action = shop.need('POST', '/v1/payment_intents', [*confirmed, *more])['next_action']
        url = urllib.parse.urlparse((action.get('redirect_to_url') or {}).get('url') or action['use_stripe_sdk']['stripe_js'])
        return url.path, [('client_secret', urllib.parse.parse_qs(url.query)['client_secret'][0])], url.path + '?' + url.query

    for ending in ('complete', 'fail'):
        for return_url, forms in (('https://shop.example/done#top', "'self' https: http:"), ('com.shop.app://done', "'self' https: http: com.shop.app:")):
            path, secret, shown = challenge(('return_url', return_url))
            assert forms == pages.open('GET', shown, status=200, held_by=in_frames)[2]['content-security-policy'].split('form-action ')[1].split(';')[0]
            location = pages.open('POST', f'{path}/{ending}', secret, 303, in_frames)[0]
            assert location.startswith(return_url.split('#')[0] + '?payment_intent=pi_') and ('#top' in location) == ('#' in return_url), location
            pages.open('GET', shown, status=200, held_by=in_frames)
            pages.open('POST', f'{path}/{ending}', secret, 200, in_frames)
        path, secret, shown = challenge(('use_stripe_sdk', 'true'))
        assert '3ds-complete' in pages.open('POST', f'{path}/{ending}', secret, 200, in_frames)[1]
        pages.open('POST', f'{path}/{ending}', [], 404)

    bank = [('payment_method_data[type]', 'us_bank_account'), ('payment_method_data[billing_details][name]', 'A'), ('payment_method_data[us_bank_account][account_number]', '000123456789'),
            ('payment_method_data[us_bank_account][routing_number]', '110000000'), ('payment_method_data[us_bank_account][account_holder_type]', 'individual'),
            ('allowed_payment_method_types[]', 'us_bank_account'), ('mandate_data[customer_acceptance][type]', 'offline')]
    url = urllib.parse.urlparse(shop.need('POST', '/v1/setup_intents', [('confirm', 'true'), ('return_url', 'https://shop.example'), *bank])['next_action']['verify_with_microdeposits']['hosted_verification_url'])
    secret = urllib.parse.parse_qsl(url.query)
    pages.open('GET', url.path + '?' + url.query, status=200)
    pages.open('POST', url.path + '/verify', [*secret, ('descriptor_code', 'SMXXXX"><script>')], 400)
    pages.open('POST', url.path + '/verify', [*secret, ('descriptor_code', 'SM11AA')], 200)
    intent = shop.need('POST', '/v1/payment_intents', [('amount', 1000), ('currency', 'usd'), ('confirm', 'true'), ('payment_method', 'pm_card_visa'), ('return_url', 'https://shop.example'),
                                                      ('description', '<script>alert(1)</script>')])
    pages.open('GET', shop.need('GET', '/v1/charges/' + intent['latest_charge'])['receipt_url'], status=200)

    session = shop.need('POST', '/v1/checkout/sessions', [*ORDER, ('success_url', 'https://shop.example/?s={CHECKOUT_SESSION_ID}'), ('cancel_url', 'https://shop.example/cart'),
                                                          ('allow_promotion_codes', 'true'), ('line_items[0][adjustable_quantity][enabled]', 'true')])
    pages.open('GET', session['url'], status=200)
    pages.open('POST', session['url'], [('promotion', 'apply'), ('promotionCode', 'NONE')])
    pages.open('POST', session['url'], [*PAID[:1], ('cardNumber', '4000000000000002'), *PAID[2:]])
    assert pages.open('POST', session['url'], PAID, 303)[0] == f'https://shop.example/?s={session["id"]}'
    pages.open('GET', session['url'], status=200)
    pages.open('GET', session['url'] + '/return', status=303)
    held = shop.need('POST', '/v1/checkout/sessions', [*ORDER, ('ui_mode', 'embedded_page'), ('return_url', 'https://shop.example/done')])
    pages.open('GET', '/c/pay/' + held['id'], status=200, held_by=SHOPS)
    assert pages.open('POST', '/c/pay/' + held['id'], PAID, 303)[0] == '/c/pay/' + held['id']
    assert 'data-location="https://shop.example/done"' in pages.open('GET', '/c/pay/' + held['id'], status=200, held_by=SHOPS)[1]
    expired = shop.need('POST', '/v1/checkout/sessions', [*ORDER, ('success_url', 'https://shop.example'), ('cancel_url', 'https://shop.example/cart')])
    shop.need('POST', f'/v1/checkout/sessions/{expired["id"]}/expire')
    pages.open('GET', '/c/pay/' + expired['id'], status=410)

    for type, letter in (('custom', 'c'), ('express', 'e'), ('standard', 's')):
        account = shop.need('POST', '/v1/accounts', [('type', type), ('country', 'US')])['id']
        link = shop.need('POST', '/v1/account_links', [('account', account), ('type', 'account_onboarding'), ('refresh_url', 'https://shop.example/again'), ('return_url', 'https://shop.example/done')])['url']
        assert f'/setup/{letter}/' in link
        visit = pages.open('GET', link, status=303)[0]
        assert pages.open('GET', link, status=303)[0] == 'https://shop.example/again'
        pages.open('GET', visit, status=200)
        pages.open('POST', visit, [('business_profile.url', 'javascript:alert(1)')])
        pages.open('POST', visit, [('fill', 'true')])
    framed = shop.need('POST', '/v1/account_sessions', [('account', account), ('components[account_onboarding][enabled]', 'true')])['client_secret']
    pages.open('GET', '/setup/visit/' + framed, status=200, held_by=SHOPS)

    for method, _, pattern in pages.routes:  # and each page that is not there
        pages.open(method, re.sub(r':\w+', '%3Cscript%3E', pattern), status=404)
    assert not [route for route in pages.routes if route not in pages.seen], 'pages that were not opened'


BAD = ['javascript:alert(1)', 'JavaScript://shop.example/%0aalert(1)', 'javascript://', 'data:text/html,<script>alert(1)</script>', 'data://text/html', 'vbscript:x', 'vbscript://x', 'file:///etc/passwd',
       'blob:https://shop.example/x', 'about://blank', 'view-source://https://shop.example', 'intent://x#Intent;end', 'filesystem://x', '//evil.example', '/\\evil.example', 'shop.example/paid', '/paid', 'https:',
       'https://', 'https:evil.example', 'https:///evil.example', 'https:\\\\evil.example', 'https://shop.example\\@evil.example', 'https://shop.example@evil.example', ' https://shop.example',
       'https://shop.example ', 'https://shop.example/a b', 'https://shop.example/\r\nSet-Cookie: a=b', '\r\nContent-Type: text/html\r\n\r\n<script>1</script>', 'https://shop.example/\n', 'https://shop.example/\0',
       'java\tscript:alert(1)', '\x01javascript:alert(1)', 'https://shop.example:x', 'https://[::1', 'https://shop.example:99999']
APPS = ['myapp://paid', 'com.shop.app://paid?a=b', 'myapp:///paid']
WEB = ['https://shop.example', 'http://localhost:3000/paid?a=b#c', 'https://shop.example/gr%C3%BC%C3%9Fe', 'https://shop.example/?s={CHECKOUT_SESSION_ID}']
ONLY_SITES = ['shop.example/paid']  # where a website's name will do


def places(shop):
    """Every parameter that holds an address which a browser is sent to or a page may link to: the request around it, and what it takes."""
    intent = [('amount', 1000), ('currency', 'usd')]
    made = shop.need('POST', '/v1/payment_intents', intent)['id']
    setup = shop.need('POST', '/v1/setup_intents')['id']
    seller = shop.need('POST', '/v1/accounts', [('type', 'custom'), ('country', 'US')])['id']
    product = shop.need('POST', '/v1/products', [('name', 'Tea')])['id']
    link = [('account', seller), ('type', 'account_onboarding')]
    session = shop.need('POST', '/v1/checkout/sessions', [*ORDER, ('ui_mode', 'elements'), ('return_url', 'https://shop.example')])['id']
    embedded = [*ORDER, ('ui_mode', 'embedded_page')]
    return [
        ('/v1/payment_intents', [*intent, ('confirm', 'true'), *CARD_3DS], 'return_url', WEB + APPS),
        (f'/v1/payment_intents/{made}/confirm', CARD_3DS, 'return_url', WEB + APPS),
        ('/v1/setup_intents', [('confirm', 'true'), *CARD_3DS], 'return_url', WEB + APPS),
        (f'/v1/setup_intents/{setup}/confirm', CARD_3DS, 'return_url', WEB + APPS),
        ('/v1/test_helpers/confirmation_tokens', [('payment_method', 'pm_card_visa')], 'return_url', WEB + APPS),
        ('/v1/confirmation_tokens', CARD_3DS, 'return_url', WEB + APPS),
        ('/v1/checkout/sessions', ORDER, 'success_url', WEB),
        ('/v1/checkout/sessions', [*ORDER, ('success_url', 'https://shop.example')], 'cancel_url', WEB),
        ('/v1/checkout/sessions', embedded, 'return_url', WEB),
        ('/v1/checkout/sessions', [*ORDER, ('success_url', 'https://shop.example')], 'line_items[0][price_data][product_data][images][0]', WEB),
        (f'/v1/checkout/sessions/{session}', CHANGED, 'line_items[0][price_data][product_data][images][0]', WEB),
        ('/v1/checkout/sessions', [*ORDER, ('success_url', 'https://shop.example')], 'line_items[0][images][0]', []),  # of older versions
        (f'/v1/checkout/sessions/{session}', CHANGED, 'line_items[0][images][0]', []),
        ('/v1/account_links', [*link, ('return_url', 'https://shop.example')], 'refresh_url', WEB),
        ('/v1/account_links', [*link, ('refresh_url', 'https://shop.example')], 'return_url', WEB),
        *((path, params, f'business_profile[{name}]', WEB + ONLY_SITES) for name in ('url', 'support_url', 'specified_commercial_transactions_act_url')
          for path, params in (('/v1/accounts', [('type', 'custom'), ('country', 'US')]), (f'/v1/accounts/{seller}', []))),
        ('/v1/products', [('name', 'Tea')], 'url', WEB),
        ('/v1/products', [('name', 'Tea')], 'images[0]', WEB),
        (f'/v1/products/{product}', [], 'url', WEB),
        (f'/v1/products/{product}', [], 'images[1]', WEB),
        ('/v1/prices', [('currency', 'usd'), ('unit_amount', 100), ('product_data[name]', 'Tea')], 'product_data[images][0]', WEB),
    ]


# Nobody's browser goes there: the server itself sends to these, the CLI on its user's machine, and by one products are found.
NOT_GONE_TO = {('POST', '/v1/webhook_endpoints', 'url'), ('POST', '/v1/webhook_endpoints/:id', 'url'), ('GET', '/v1/products', 'url'),
               *(('POST', '/v1/stripecli/sessions', name) for name in ('forward_to_url', 'forward_connect_to_url', 'forward_thin_to_url', 'forward_thin_connect_to_url'))}


def addresses_in(fields, before=''):
    """What is called like an address, in a table of parameters and all that is inside."""
    for name, kind in fields.items():
        path = f'{before}[{name}]' if before else name
        while kind['shape'] == 'list':
            kind, path = kind['of'], path + '[]'
        if kind['shape'] == 'text' and re.search(r'(^|_)urls?$|^images$', name):
            yield path
        yield from addresses_in(kind.get('fields', {}), path)


def all_are_here(schema, places):
    known = {(path, re.sub(r'\[\d\]', '[]', name)) for path, _, name, _ in places}
    missing = [(route['method'], route['path'], name) for route in schema for name in addresses_in(route['parameters'])
               if (route['method'], route['path'], name) not in NOT_GONE_TO and not any(name == its and matches(route['path'], path) for path, its in known)]
    assert not missing, f'addresses that are not tried: {missing}'


def refuses_what_may_not_be_gone_to(node, shop, schema):
    page = Client(node.port, 'pk_test_recoveryrecovery01')
    count = 0
    everywhere = places(shop)
    all_are_here(schema, everywhere)
    for path, params, name, good in everywhere:
        for url in BAD:
            if url in good:
                continue
            status, answer = shop.call('POST', path, [*params, (name, url)])
            error = answer.get('error', {})
            assert (status, error.get('code'), error.get('message')) == (400, 'url_invalid', 'Not a valid URL') and error['param'].split('[0]')[0] == name.split('[0]')[0].split('[1]')[0], (path, name, url, answer)
            count += 1
        for url in good if not path.endswith('/confirm') else good[:1]:
            shop.need('POST', path, [*params, (name, url)])
    for url in BAD:  # the payer himself
        intent = shop.need('POST', '/v1/payment_intents', [('amount', 1000), ('currency', 'usd')])
        status, answer = page.call('POST', f'/v1/payment_intents/{intent["id"]}/confirm', [('client_secret', intent['client_secret']), *CARD_3DS, ('return_url', url)])
        assert status == 400 and answer['error']['code'] == 'url_invalid', (url, answer)
    return count


def main():
    binary, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
    lines = subprocess.run([binary, 'routes'], capture_output=True, text=True, check=True).stdout.splitlines()
    schema = json.loads(subprocess.run([binary, 'schema', '--tables'], capture_output=True, text=True, check=True).stdout)
    routes = [tuple(line.split()) for line in lines if line.split()[1] == 'anyone']
    for wrong in ('javascript:alert(1)', 'pay.example', 'https://pay.example/ x'):
        done = subprocess.run([binary, 'serve', '--store', 'memory:', '--listen', '127.0.0.1:0', '--public-url', wrong], capture_output=True, text=True, timeout=20)
        assert done.returncode != 0 and '--public-url' in done.stderr, (wrong, done)
    with open(scratch / 'pages.log', 'ab') as log:
        node = Node(binary, 'memory:', log, options=['--shops', SHOPS.replace(' ', ',')]).start()
        shop, pages = Client(node.port), Pages(node, routes)
        every_page_is_closed(pages, shop)
        refused = refuses_what_may_not_be_gone_to(node, shop, schema)
        node.stop()
    print(f'pages: {pages.count} of {len(routes)} routes were opened, each with its policy; {refused} addresses refused')


main()
