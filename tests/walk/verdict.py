"""What must hold of every answer, and of the whole at the end. Collects what does not, once for each route, parameter and fault."""
import re
import threading

from wire import Lost

INDEX = re.compile(r'\[\d*\]')


def plain(name):
    return INDEX.sub('[]', name)


def is_about(named, name):
    """The refusal names the parameter, one around it or one inside it."""
    named, name = plain(named or ''), plain(name)
    return bool(named) and (named == name or name.startswith(named + '[') or named.startswith(name + '['))


class Verdict:
    def __init__(self):
        self.lock, self.faults, self.asked, self.refused, self.taken, self.fives = threading.Lock(), {}, 0, 0, 0, 0
        self.here = threading.local()  # .noted: how often this thread has

    def note(self, kind, route, name, what, said):
        with self.lock:
            entry = self.faults.setdefault((kind, route, plain(name)), [[], said])
            entry[0].append(what)
        self.here.noted = self.noted() + 1

    def noted(self):
        return getattr(self.here, 'noted', 0)

    def answer(self, answer, route, name, what):
        """Looks at one answer; its JSON, or None."""
        with self.lock:
            self.asked += 1
            self.refused += 400 <= answer.status < 500
            self.taken += answer.status < 400
        if answer.status >= 500 and answer.status != 501:
            with self.lock:
                self.fives += 1
            self.note(str(answer.status), route.name, name, what, answer.body[:300].decode('utf-8', 'replace'))
        if b'x-made-up' in answer.head.lower():
            self.note('header', route.name, name, what, 'a header of the caller\'s making stands in the answer')
        if route.access == 'anyone':
            return None
        try:
            body = answer.json()
        except ValueError as problem:
            self.note('not JSON', route.name, name, what, f'{answer.status}: {problem}: {answer.body[:80]!r}')
            return None
        if answer.status >= 400 and not isinstance(body.get('error'), (dict, str)):
            self.note('no error object', route.name, name, what, f'{answer.status}: {answer.body[:200]!r}')
        return body if isinstance(body, dict) else None

    def report(self, most=60):
        kinds = {}
        for (kind, route, name), (whats, said) in sorted(self.faults.items()):
            kinds.setdefault(kind, []).append(f'{kind}: {route} {name} ({", ".join(dict.fromkeys(whats))}): {said}'[:620])
        for lines in kinds.values():
            print('\n'.join(lines[:most] + ([f'... and {len(lines) - most} more'] if len(lines) > most else [])))
        return {kind: len(lines) for kind, lines in kinds.items()}


def read_lists(wire, routes, world, verdict, accounts=(None,)):
    """Every list to its end, for the platform and for accounts."""
    pages = 0
    for route in routes:
        if not route.is_list():
            continue
        for account in accounts:
            try:
                path, needed, cursor = (route.filled(world.subject_ids(route)[1]), world.base(route), []) if world else (route.path, [], [])
            except (AssertionError, Lost) as problem:
                verdict.note('the walk', route.name, 'reading the list', '', str(problem))
                continue
            while True:
                try:
                    answer = wire.ask('GET', path, [('limit', '100'), *needed, *cursor], account)
                except Lost as lost:
                    verdict.note(lost.kind, route.name, 'reading the list', str(account), str(lost))
                    break
                body = verdict.answer(answer, route, '(reading the list)', f'page {pages}')
                pages += 1
                if answer.status != 200 or not body or not body.get('has_more'):
                    break
                cursor = [('starting_after', body['data'][-1]['id'])]
    return pages


def close(server, verdict):
    """Stops the server, checks the database, starts it once more: the last line of `bursar check`."""
    server.node.stop()
    try:
        checked = server.node.check()
    except AssertionError as problem:
        checked = str(problem)
        verdict.note('check', 'bursar check', '', '', checked)
    server.node.start()
    server.node.stop()
    return checked


def said(body):
    error = (body or {}).get('error')
    return error if isinstance(error, dict) else {'message': str(error)} if error else {}

