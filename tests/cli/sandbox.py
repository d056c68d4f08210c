#!/usr/bin/env python3
"""What a sandbox tells whoever reaches it by nothing but its address, and where the links in its answers lead.

usage: sandbox.py BINARY
"""
import base64
import hashlib
import http.client
import json
import os
import re
import struct
import subprocess
import sys
import urllib.parse

BINARY = os.path.abspath(sys.argv[1])
BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
ORDER = [('mode', 'payment'), ('line_items[0][price_data][currency]', 'usd'), ('line_items[0][price_data][unit_amount]', 1000),
         ('line_items[0][price_data][product_data][name]', 'Tea'), ('success_url', 'https://shop.example')]
PAID = [('amount', 1000), ('currency', 'usd'), ('confirm', 'true'), ('payment_method', 'pm_card_visa'), ('return_url', 'https://shop.example'),
        ('expand[]', 'latest_charge')]


def check(holds, what):
    if not holds:
        sys.exit(f'cli sandbox: {what}')


class Server:
    def __init__(self, *options):
        self.process = subprocess.Popen([BINARY, 'serve', '--sandbox', '--listen', '127.0.0.1:0', '--store', 'memory:', *options],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(re.search(r'127\.0\.0\.1:(\d+)', self.process.stdout.readline())[1])

    def ask(self, path, params=None, host=None, key='sk_test_123', method=None, **headers):
        body = urllib.parse.urlencode(params) if params is not None else None
        headers = {name.replace('_', '-'): value for name, value in headers.items()}
        if key:
            headers['Authorization'] = 'Bearer ' + key
        if body is not None:
            headers['Content-Type'] = 'application/x-www-form-urlencoded'
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=20)
        connection.request(method or ('POST' if params is not None else 'GET'), path, body, {'Host': host or f'127.0.0.1:{self.port}', **headers})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def need(self, path, params=None, **more):
        status, _, body = self.ask(path, params, **more)
        check(status == 200, f'{path}: {status} {body}')
        return json.loads(body)

    def end(self):
        self.process.terminate()
        check(self.process.wait(10) == 0, 'the server did not stop cleanly')


def tells_what_was_reached(server):
    status, head, body = server.ask('/', key=None)
    told = json.loads(body)
    check(status == 200 and head['content-type'] == 'application/json' and told['name'] == 'bursar' and told['sandbox'] is True, told)
    check(re.fullmatch(r'\d+\.\d+\.\d+', told['version']) and told['docs'].startswith('https://') and told['openapi'] == f'http://127.0.0.1:{server.port}/openapi.json', told)
    check(json.loads(server.ask('/', key=None, host='bursar:8420')[2])['openapi'] == 'http://bursar:8420/openapi.json', 'the document is elsewhere')

    status, head, body = server.ask('/', key=None, Accept=BROWSER)
    page = body.decode()
    check(status == 200 and head['content-type'] == 'text/html; charset=utf-8' and told['version'] in page and 'Bursar' in page, page)
    policy = head['content-security-policy']
    style = base64.b64encode(hashlib.sha256(re.search(r'<style>(.*?)</style>', page, re.S)[1].encode()).digest()).decode()
    check(policy == f"default-src 'none'; base-uri 'none'; style-src 'sha256-{style}'; form-action 'none'; frame-ancestors 'none'", policy)
    check(head['referrer-policy'] == 'no-referrer' and head['cache-control'] == 'no-store' and head['x-frame-options'] == 'DENY', head)
    check('prefers-color-scheme:dark' in page and '<script' not in page and not re.search(r' (on\w+|style)=', page), page)
    check(all(url.startswith(('https://', f'http://127.0.0.1:{server.port}/')) for url in re.findall(r'href="([^"]*)"', page)), page)

    status, head, icon = server.ask('/favicon.ico', key=None)
    kind, count, width, height = struct.unpack('<xxHHBB', icon[:8])
    size, offset = struct.unpack('<II', icon[14:22])
    check(status == 200 and (kind, count, width, height) == (1, 1, 16, 16) and offset + size == len(icon) and 'image' in head['content-type'], head)
    rows = [icon[offset + 48 + 4 * row:offset + 50 + 4 * row] for row in range(16)]
    masks = [icon[offset + 112 + 4 * row:offset + 114 + 4 * row] for row in range(16)]
    check(any(rows) and all(a ^ b == 0xff for row, mask in zip(rows, masks) for a, b in zip(row, mask)), 'the icon is no icon')
    check(server.ask('/', [], key=None)[0] == 401 and server.ask('/nothing')[0] == 404, 'other requests are no longer what they were')
    check(server.ask('/', key=None, method='HEAD')[0] == 200, 'HEAD')


def lists_what_it_offers(server):
    routes = subprocess.run([BINARY, 'routes'], capture_output=True, text=True, check=True).stdout
    offered = server.need('/_bursar')['data']
    check({(offer['method'], offer['path']) for offer in offered} == {(line.split()[0], line.split()[2]) for line in routes.splitlines() if '/_bursar' in line}, offered)
    check(all(offer['about'] and offer['object'] == 'endpoint' for offer in offered), offered)
    check(server.ask('/_bursar', key=None)[0] == 401, 'without a key')


def links_lead_to_their_reader(server):
    here = f'127.0.0.1:{server.port}'
    session = server.need('/v1/checkout/sessions', ORDER, host='bursar:8420')
    check(session['url'].startswith('http://bursar:8420/c/pay/'), session['url'])
    for host in (here, 'localhost:1', '[::1]:8420', 'my_bursar-1'):
        url = server.need('/v1/checkout/sessions/' + session['id'], host=host)['url']
        check(url.startswith(f'http://{host}/c/pay/'), (host, url))
    charge = server.need('/v1/payment_intents', PAID, host='bursar:8420', Idempotency_Key='paid')['latest_charge']
    check(charge['receipt_url'].startswith('http://bursar:8420/receipts/'), charge['receipt_url'])
    again = server.need('/v1/payment_intents', PAID, host='localhost:1', Idempotency_Key='paid')['latest_charge']
    check(again['receipt_url'] == charge['receipt_url'].replace('bursar:8420', 'localhost:1'), 'an answer that was kept leads elsewhere')
    status, head, page = server.ask('/receipts/' + charge['id'], key=None, host='bursar:8420')
    check(status == 200 and here not in page.decode(), 'a page leads elsewhere')
    # What others read says nothing of anybody's Host header.
    for event in server.need('/v1/events')['data']:
        check('bursar:8420' not in json.dumps(event), 'a Host header is in an event')
    mine = server.need('/v1/customers', [('metadata[url]', f'http://{here}/mine')], host='bursar:8420')
    check(mine['metadata']['url'] == f'http://{here}/mine', 'what somebody said is changed')
    listener = server.need('/v1/stripecli/sessions', [('device_name', 'd'), ('websocket_features[]', 'webhooks')], host='bursar:8420')
    check(listener['websocket_url'].startswith('ws://bursar:8420/stripecli/subscribe/'), listener['websocket_url'])


server = Server()
tells_what_was_reached(server)
lists_what_it_offers(server)
links_lead_to_their_reader(server)
server.end()
public = Server('--public-url', 'https://pay.example')
check(public.need('/v1/checkout/sessions', ORDER, host='evil.example')['url'].startswith('https://pay.example/c/pay/'), '--public-url is not what links begin with')
public.end()
print('cli sandbox: passed')
