#!/usr/bin/env python3
"""Checks that every citation in the code names something in the repository.

A citation reads (reference/FILE.md: Heading), with more headings of the same file after semicolons, on one line. FILE lies in
docs/reference and holds the headings. What no code cites, and no other of those files links to, is not kept.

usage: check_citations.py ROOT
"""
import re
import sys
from pathlib import Path

FOLDERS = ('src', 'tests', 'tools', 'web/elements/src')
SUFFIXES = {'.cpp', '.hpp', '.md', '.py', '.mjs', '.ts', '.tsx', '.css', '.html', '.json', '.test', '.js', ''}
CITATION = re.compile(r'\(reference/([\w-]+\.md): ([^()]+)\)')
MENTION = re.compile(r'\breference/[\w-]+\.md')
LINK = re.compile(r'\]\(([\w-]+\.md)?#([\w-]+)\)')
FORMER = re.compile(r'\b(payments-[A-G]|platform-[a-g])\b|browser\.md, \d')


def headings(folder):
    return {(path.name, line[3:]) for path in folder.glob('*.md') if path.name != 'README.md'
            for line in path.read_text().splitlines() if line.startswith('## ')}


def sources(root):
    for folder in (*FOLDERS, 'docs', 'bench'):
        for path in sorted((root / folder).rglob('*')):
            shown = path.relative_to(root)
            if 'node_modules' not in shown.parts and path.suffix in SUFFIXES and path.is_file() and not path.is_symlink():
                yield shown, path.read_text(errors='replace')


def cited_by(shown, text, known, wrong):
    """The headings that a file of code cites; what is wrong with its citations goes to `wrong`."""
    for number, line in enumerate(text.splitlines(), 1):
        names = CITATION.findall(line)
        if len(names) != len(MENTION.findall(line)):
            wrong.append(f'{shown}:{number}: a citation reads (reference/FILE.md: Heading), on one line')
        for file, several in names:
            for heading in several.split('; '):
                if (file, heading) not in known:
                    wrong.append(f'{shown}:{number}: docs/reference/{file} has no "## {heading}"')
                yield file, heading


def linked(folder):
    """What files of the folder link to, as file and anchor."""
    return {(file or path.name, anchor) for path in folder.glob('*.md') for file, anchor in LINK.findall(path.read_text())}


def main():
    root = Path(sys.argv[1])
    known = headings(root / 'docs/reference')
    wrong, cited = [], []
    for shown, text in sources(root):
        if FORMER.search(text):
            wrong.append(f'{shown}: cites a document that is not here')
        if shown.parts[0] not in ('docs', 'bench') and shown.name != 'check_citations.py':
            cited += cited_by(shown, text, known, wrong)
    if not cited:
        sys.exit('there is no citation to look at')
    links = linked(root / 'docs/reference')
    for file, heading in sorted(known - set(cited)):
        if (file, heading.lower().replace(' ', '-')) not in links:
            wrong.append(f'docs/reference/{file}: nothing cites "## {heading}"')
    print('\n'.join(wrong) if wrong else f'citations: {len(cited)} name one of {len(known)} headings')
    sys.exit(1 if wrong else 0)


main()
