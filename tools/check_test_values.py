#!/usr/bin/env python3
"""Checks that docs/testing.md gives each number the name and the outcome that the server's tables give it.

usage: check_test_values.py DOCUMENT SOURCES...
"""
import re
import sys
from pathlib import Path

ROW = re.compile(r'^\| (\d{12,19}) \| `(\w+)` \| ?(.*)', re.M)


def main():
    rows = ROW.findall(Path(sys.argv[1]).read_text())
    code = re.sub(r'\s+', ' ', ''.join(Path(path).read_text() for path in sys.argv[2:]))
    declines = dict(re.findall(r'{"(\w+)", {"(\w+)", "\w*", "', code))
    wrong = []
    for number, name, rest in rows:
        card = re.search(rf'{{ ?"{number}", "([^"]*)"(.*?)}}, (?={{|//|}})', code)
        account = re.search(rf'{{"{name}", "{number}"}}', code)
        if not account and not (card and name in card[1].split()):
            wrong.append(f'{number} is not {name}')
        for decline in re.findall(r'\| `(\w+)` \|$', rest):
            if not card or f'"{decline}"' not in card[2] or f'`{declines.get(decline)}`' not in rest:
                wrong.append(f'{number} does not decline with {decline} as it says')
    if not rows:
        sys.exit('there are no numbers to look at')
    print('\n'.join(wrong) if wrong else f'test values: {len(rows)} numbers are what the server takes them for')
    sys.exit(1 if wrong else 0)


if __name__ == '__main__':
    main()
