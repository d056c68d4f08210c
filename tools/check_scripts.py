#!/usr/bin/env python3
"""Checks that no script with pipefail pipes into a program that ends before its input does.

What writes into such a pipe is ended by SIGPIPE whenever it is the slower of the two, and its script with it: a failure that
comes and goes with the load of the machine. Written instead: grep -m1 on the file, or a here-string, <<<"$(command)".

usage: check_scripts.py FOLDER...
"""
import re
import sys
from pathlib import Path

ENDS_EARLY = re.compile(r'(?<!\|)\|\s+(head\b|grep\s+(-\w+\s+)*-\w*[qm]|sed\b.*[;}\d/]\s*q\b|awk\b.*\bexit\b|read\b)')


def scripts(folders):
    for folder in map(Path, folders):
        for path in sorted(folder.rglob('*') if folder.is_dir() else [folder]):
            if path.is_file() and 'node_modules' not in path.parts:
                with path.open('rb') as file:
                    first = file.read(64)
                if first.startswith(b'#!') and b'sh' in first.split(b'\n')[0] and 'pipefail' in path.read_text():
                    yield path


def main():
    paths = list(scripts(sys.argv[1:]))
    if not paths:
        sys.exit('there are no scripts to look at')
    found = [f'{path}:{number}: {line.strip()}' for path in paths
             for number, line in enumerate(path.read_text().splitlines(), 1) if ENDS_EARLY.search(line)]
    print('\n'.join([*found, 'use grep -m1 FILE, or <<<"$(command)"'] if found else [f'scripts: none of {len(paths)} ends what feeds it']))
    sys.exit(1 if found else 0)


main()
