"""The log of requests has its size, always, and a disk that is full ends it and nothing else."""
import threading
import time

import wire
from node import Client, Node, small_disk, wait_until

MB = 1024 * 1024


def has_its_size(binary, scratch, log, megabytes=4):
    file = scratch / 'sized.requests.db'
    node = Node(binary, 'memory:', log, options=['--request-log', str(file), '--request-log-mb', str(megabytes)]).start()
    largest, ends = 0, threading.Event()

    def look():
        nonlocal largest
        while not ends.is_set():
            largest = max(largest, sum(f.stat().st_size for f in scratch.glob('sized.requests.db*')))
            time.sleep(0.002)
    watcher = threading.Thread(target=look)
    watcher.start()
    client, filling = Client(node.port), {f'metadata[k{n}]': 'v' * 400 for n in range(30)}
    for _ in range(1500):  # 30 kB each: ten times what there is room for
        client.need('POST', '/v1/customers', filling)
    wait_until(lambda: wire.metric(node.port, 'bursar_request_log_written_total') + wire.metric(node.port, 'bursar_request_log_dropped_total') >= 1500)
    last = client.headers['Request-Id']
    newest = client.need('GET', '/dashboard/api/requests', {'limit': '1', 'method': 'POST'})['data'][0]
    ends.set()
    watcher.join()
    assert newest['request'] == last, 'the newest is there'
    assert megabytes * MB * 0.5 < largest <= megabytes * MB, f'the log of {megabytes} MB took {largest / MB:.2f} MB'
    node.stop()
    return largest / MB


def full_disk_ends_the_log_alone(binary, scratch, log):
    with small_disk(scratch / 'logdisk', '80m') as mounted:
        if not mounted:
            return 'no disk of its own could be mounted'
        node = Node(binary, f'sqlite:{scratch}/beside.db', log, options=['--request-log', f'{scratch}/logdisk/r.db']).start()
        client = Client(node.port)
        client.need('POST', '/v1/customers')
        assert wire.metric(node.port, 'bursar_request_log_working') == 1
        ballast = scratch / 'logdisk/ballast'
        with open(ballast, 'wb') as f:
            try:
                while True:
                    f.write(b'x' * MB)
                    f.flush()
            except OSError:
                pass
        for _ in range(50):
            client.need('POST', '/v1/customers')
        wait_until(lambda: wire.metric(node.port, 'bursar_request_log_working') == 0)
        for path in ('/dashboard/api/requests', '/v1/customers'):
            client.need('GET', path)
        assert wire.metric(node.port, 'bursar_request_log_dropped_total') > 0
        ballast.unlink()

        def works():
            client.need('POST', '/v1/customers')
            return wire.metric(node.port, 'bursar_request_log_working') == 1
        wait_until(works, 30, 'a log that goes on')
        said = (scratch / 'limits.log').read_text().count('requests are not logged')
        assert said == 1, f'said {said} times'
        node.stop()
    return 'a full disk ends it alone'


def no_place_at_all(binary, log):
    node = Node(binary, 'memory:', log, options=['--request-log', '/proc/nowhere/r.db']).start()
    Client(node.port).need('POST', '/v1/customers')
    assert wire.metric(node.port, 'bursar_request_log_working') == 0
    node.stop()


def run(binary, scratch, log):
    full = full_disk_ends_the_log_alone(binary, scratch, log)
    largest = has_its_size(binary, scratch, log)
    no_place_at_all(binary, log)
    return f'request log: {largest:.2f} of 4 MB at most; {full}'
