"""Bytes on a connection, as they are, from an address of one's own choice: all of 127.0.0.0/8 is this machine."""
import re
import socket

from node import wait_until  # noqa: F401


def connect(port, address='127.0.0.1', seconds=5):
    s = socket.create_connection(('127.0.0.1', port), timeout=seconds, source_address=(address, 0))
    return s


def read(s, whole=False):
    """What comes until the server closes or falls silent; or until the head is there."""
    out = b''
    try:
        while piece := s.recv(65536):
            out += piece
            if not whole and b'\r\n\r\n' in out:
                break
    except (TimeoutError, ConnectionError):
        pass
    return out.decode(errors='replace')


def exchange(port, data, seconds=5, address='127.0.0.1', whole=False):
    with connect(port, address, seconds) as s:
        try:
            s.sendall(data)
        except ConnectionError:
            pass
        return read(s, whole)


def status(answer):
    return answer.split(' ')[1] if answer.startswith('HTTP/1.1 ') else 'none'


def get(port, path, key=None, address='127.0.0.1', headers=''):
    who = f'Authorization: Bearer {key}\r\n' if key else ''
    return exchange(port, f'GET {path} HTTP/1.1\r\nHost: x\r\n{who}{headers}Connection: close\r\n\r\n'.encode(), 20, address, whole=True)


def post(port, path, body, key=None, address='127.0.0.1', headers=''):
    who = f'Authorization: Bearer {key}\r\n' if key else ''
    return exchange(port, (f'POST {path} HTTP/1.1\r\nHost: x\r\n{who}{headers}Content-Type: application/x-www-form-urlencoded\r\n'
                           f'Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}').encode(), 20, address, whole=True)


def metric(port, name):
    found = re.search(rf'^{name} (\S+)$', get(port, '/metrics'), re.M)
    return float(found[1]) if found else None


def rss(node):
    """Megabytes of memory that the server holds."""
    return int(re.search(r'VmRSS:\s+(\d+)', open(f'/proc/{node.process.pid}/status').read())[1]) >> 10
