"""Who looks through everything he has holds up nobody."""
import concurrent.futures
import threading
import time

import wire
from node import Client, Lost, Node

CUSTOMERS = 6000


def fill(port, key):
    def some():
        client, filling = Client(port, key), {f'metadata[k{n}]': 'v' * 60 for n in range(20)}
        for _ in range(CUSTOMERS // 4):
            client.need('POST', '/v1/customers', filling)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(some) for _ in range(4)]:
            done.result()  # which throws what went wrong in it


def run(binary, scratch, log):
    node = Node(binary, f'sqlite:{scratch}/scans.db', log, options=['--request-log', 'off']).start()
    key = 'sk_test_searchersearcher01'
    neighbour = Client(node.port, 'sk_test_neighbourneighbour01')
    mine = neighbour.need('POST', '/v1/customers')['id']
    fill(node.port, key)
    searcher = Client(node.port, key)
    hardest = {'query': '-name:"nobody at all" -email:"x" metadata["k1"]:"no such thing"'}
    start = time.time()
    found = searcher.need('GET', '/v1/customers/search', hardest)
    alone = time.time() - start
    assert found['data'] == [] and not found['has_more'], found
    ends, seen = threading.Event(), []

    def search():
        client = Client(node.port, key, timeout=60)
        while not ends.is_set():
            try:
                seen.append(client.call('GET', '/v1/customers/search', hardest)[0])
            except Lost:
                seen.append(0)
    searchers = [threading.Thread(target=search) for _ in range(24)]
    for t in searchers:
        t.start()
    waits = []
    for _ in range(150):
        start = time.time()
        neighbour.need('GET', '/v1/customers/' + mine)
        waits.append(time.time() - start)
        time.sleep(0.01)
    start = time.time()
    neighbour.need('GET', '/v1/customers/search', {'query': 'email:"a@b.example"'})
    other_search = time.time() - start
    assert wire.metric(node.port, 'bursar_scans_running') >= 1
    ends.set()
    for t in searchers:
        t.join()
    waits.sort()
    assert 200 in seen and 429 in seen and set(seen) <= {200, 429}, set(seen)
    assert waits[-8] < max(0.1, alone / 2), f'one in twenty of a neighbour\'s reads took over {waits[-8]:.3f} s beside searches of {alone:.3f} s'
    assert other_search < max(1, 2 * alone), f'a neighbour\'s small search took {other_search:.2f} s'
    node.stop()
    return f'24 searches at a time through {CUSTOMERS} customers ({alone * 1000:.0f} ms each): a neighbour waits {waits[75] * 1000:.1f} ms, one in twenty {waits[-8] * 1000:.1f} ms'
