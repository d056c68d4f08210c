"""As a user of the wheel has it: one server, a platform for each test."""
import base64
import json
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

import bursar as package


def ask(account, path, **form):
    head = {'Authorization': 'Basic ' + base64.b64encode(f'{account.key}:'.encode()).decode()}
    body = urllib.parse.urlencode(form).encode() or None
    return json.load(urllib.request.urlopen(urllib.request.Request(account.url + path, body, head)))


@pytest.mark.parametrize('time_around', [1, 2])
def test_each_test_has_a_platform_of_its_own(bursar, time_around):
    assert ask(bursar, '/v1/customers')['data'] == []
    assert ask(bursar, '/v1/customers', email='jenny@example.com')['email'] == 'jenny@example.com'


def test_one_of_its_own_starts_and_stops():
    begun = time.monotonic()
    with package.start() as server:
        print(f'listens after {(time.monotonic() - begun) * 1000:.0f} ms')
        assert ask(server, '/v1/customers')['data'] == []
    with pytest.raises(urllib.error.URLError):
        ask(server, '/v1/customers')


def test_a_wrong_option_is_told():
    with pytest.raises(RuntimeError, match='status 2'):
        package.start(['--nonsense'])
