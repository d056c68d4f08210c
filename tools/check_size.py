#!/usr/bin/env python3
"""Checks that nothing in the C++ has grown past what is read in one go: a line of 120 characters, a function of 60 lines, a file of 450.

A function is what begins at the left margin (or in a class) with a line that ends in `) {` or the like, and ends with `}` in the same column.

usage: check_size.py FOLDER...
"""
import re
import sys
from pathlib import Path

LINE, FUNCTION, FILE = 120, 60, 450
BEGINS = re.compile(r'^( {0,4})(?![ }/#])(?!(?:namespace|struct|class|enum|union|extern|if|for|while|switch|else|do|try)\b).*\)[^;]*\{$')


def functions(lines):
    """(number of the first line, lines in all) of each."""
    for start, line in enumerate(lines):
        if not (match := BEGINS.match(line)):
            continue
        first = start
        while first and lines[first - 1].startswith(match[1]) and not re.search(r'[;{}:]$|^\s*$|^\s*//', lines[first - 1]):
            first -= 1
        end = next((i for i in range(start + 1, len(lines)) if re.match(match[1] + r'\}', lines[i])), None)
        if end is not None:
            yield first + 1, end - first + 1


def main():
    files = [path for folder in sys.argv[1:] for path in sorted(Path(folder).rglob('*.[hc]pp')) if 'node_modules' not in path.parts]
    found, seen = [], 0
    for path in files:
        lines = path.read_text().splitlines()
        if len(lines) > FILE:
            found.append(f'{path}: {len(lines)} lines, more than {FILE}')
        found += [f'{path}:{number}: {len(line)} characters, more than {LINE}' for number, line in enumerate(lines, 1) if len(line) > LINE]
        for number, length in functions(lines):
            seen += 1
            if length > FUNCTION:
                found.append(f'{path}:{number}: a function of {length} lines, more than {FUNCTION}')
    if not seen:
        sys.exit('there are no functions to look at')
    print('\n'.join(found) if found else f'size: {seen} functions in {len(files)} files are within bounds')
    sys.exit(1 if found else 0)


main()
