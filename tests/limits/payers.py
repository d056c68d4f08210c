"""Cards are tried out slowly: by address, by page, by intent; and nothing that a caller writes makes the server remember more."""
import urllib.parse

import wire
from node import KEY, Client, Node

PUBLISHABLE = KEY.replace('sk_', 'pk_')
ITEM = {'line_items[0][price_data][currency]': 'usd', 'line_items[0][price_data][unit_amount]': '1000', 'line_items[0][price_data][product_data][name]': 'Tea'}
CARD = urllib.parse.urlencode({'email': 'a@b.example', 'cardNumber': '4000000000000002', 'cardExpiry': '12/34', 'cardCvc': '123'})
METHOD = urllib.parse.urlencode({'type': 'card', 'card[number]': '4000000000000002', 'card[exp_month]': '12', 'card[exp_year]': '2034'})


def checkout(port):
    return Client(port).need('POST', '/v1/checkout/sessions', {'mode': 'payment', 'success_url': 'https://s.example', **ITEM})['id']


def tries(port, path, body, count, key=None, address=lambda n: '127.0.0.1', headers=lambda n: ''):
    """How many were let through, and the last answer."""
    answers = [wire.post(port, path, body, key, address(n), headers(n)) for n in range(count)]
    return sum(wire.status(a) != '429' for a in answers), answers[-1]


def run(binary, scratch, log):
    node = Node(binary, 'memory:', log, options=['--rate-limits', 'live=5000,test=5000,endpoint=5000,address=50', '--proxies', '127.0.0.1']).start()
    page = checkout(node.port)
    # One page: ten tries, wherever they come from.
    passed, last = tries(node.port, '/c/pay/' + page, CARD, 40, headers=lambda n: f'X-Forwarded-For: 203.0.113.{n}\r\n')
    assert 10 <= passed <= 12, f'{passed} cards were tried on one page'
    assert wire.status(last) == '429' and 'Content-Type: text/html' in last and 'Too many tries' in last, last
    assert wire.status(wire.get(node.port, '/c/pay/' + page)) == '200', 'the page itself is still shown'
    # One address: thirty, on however many pages.
    passed = sum(tries(node.port, '/c/pay/' + checkout(node.port), CARD, 8, address=lambda n: '127.0.0.2')[0] for _ in range(6))
    assert 30 <= passed <= 34, f'{passed} cards were tried from one address'
    other, _ = tries(node.port, '/c/pay/' + checkout(node.port), CARD, 3, address=lambda n: '127.0.0.3')
    assert other == 3, 'another payer is not disturbed'
    # The elements' calls, with the key that every page shows.
    passed, _ = tries(node.port, '/v1/payment_methods', METHOD, 40, PUBLISHABLE, address=lambda n: '127.0.0.4')
    assert 30 <= passed <= 33, f'{passed} payment methods were made of cards from one address'
    intent = Client(node.port).need('POST', '/v1/payment_intents', {'amount': '1000', 'currency': 'usd'})
    confirm = urllib.parse.urlencode({'client_secret': intent['client_secret'], 'payment_method': 'pm_card_chargeDeclined'})
    passed, _ = tries(node.port, f'/v1/payment_intents/{intent["id"]}/confirm', confirm, 40, PUBLISHABLE, headers=lambda n: f'X-Forwarded-For: 203.0.113.{n}\r\n')
    assert 10 <= passed <= 12, f'{passed} cards were tried on one intent'
    for _ in range(50):
        Client(node.port).need('GET', '/v1/balance')  # the shop itself goes on
    # Every page that a link opens is counted.
    for path in ('/c/pay/x', '/redirect/authenticate/x', '/microdeposit/x', '/receipts/x', '/setup/visit/x'):
        node_tries = [wire.status(wire.get(node.port, path, address='127.0.0.5')) for _ in range(5)]
        assert '500' not in node_tries, path
    node.stop()
    pages = hosted_pages_are_counted(binary, log)
    return f'cards: 10 at once on a page or intent, 30 from an address; {pages} kinds of page are counted by address'


def hosted_pages_are_counted(binary, log):
    paths = ('/c/pay/x', '/c/pay/x/return', '/redirect/authenticate/x', '/microdeposit/x', '/receipts/x', '/setup/visit/x', '/setup/c/acct_x/y')
    node = Node(binary, 'memory:', log, options=['--rate-limits', 'address=0.1']).start()
    for n, path in enumerate(paths):
        answers = [wire.status(wire.get(node.port, path, address=f'127.0.1.{n + 1}')) for _ in range(6)]
        assert answers[-1] == '429', (path, answers)
    node.stop()
    return len(paths)
