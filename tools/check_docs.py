#!/usr/bin/env python3
"""Checks that the code shown in documents is the code that there is.

A document names a file and a marker, <!-- code: FILE MARKER -->, before a block; the block holds the lines of the file between
its comments // [MARKER] and // [/MARKER] (in Python # [MARKER]), moved to the margin, or a whole file where no marker is named. With
--write the blocks are brought up to date.

usage: check_docs.py [--write] FOLDER
"""
import re
import sys
import textwrap
from pathlib import Path

BLOCK = re.compile(r'(<!-- code: (\S+)(?: (\w+))? -->\n```\w+\n)(.*?)(```\n)', re.S)


def excerpt(file, marker):
    text = Path(file).read_text()
    if not marker:
        return text
    found = re.search(rf'^[ \t]*(?://|#) \[{marker}\]\n(.*?)^[ \t]*(?://|#) \[/{marker}\]\n', text, re.S | re.M)
    if not found:
        sys.exit(f'{file}: there is no [{marker}] that ends')
    return textwrap.dedent(found[1]).rstrip('\n') + '\n'


def main():
    write = sys.argv[1] == '--write'
    blocks, stale = 0, []
    for path in sorted(Path(sys.argv[-1]).rglob('*.md')):
        text = path.read_text()
        fresh = BLOCK.sub(lambda m: m[1] + excerpt(m[2], m[3]) + m[5], text)
        blocks += len(BLOCK.findall(text))
        if fresh != text:
            path.write_text(fresh) if write else stale.append(f'{path}: shows code that is not what it was taken from; run {sys.argv[0]} --write {sys.argv[-1]}')
    if not blocks:
        sys.exit('there is no code to look at')
    print('\n'.join(stale) if stale else f'docs: {blocks} pieces of code are what they were taken from')
    sys.exit(1 if stale else 0)


main()
