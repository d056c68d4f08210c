#!/usr/bin/env python3
"""Checks every #include under a source root against its LAYERS file.

A folder may include itself and the folders that its line in LAYERS names, which must be listed above it; so there are no
cycles; a test (_test.cpp) may stand on any storage engine. Also: only the folders named in OWNERS include certain outside headers.

usage: check_layers.py SRC
"""
import re
import sys
from pathlib import Path, PurePosixPath

INCLUDE = re.compile(r'\s*#\s*include\s*"([^"]+)"')
OUTSIDE = re.compile(r'\s*#\s*include\s*<([^>]+)>')
OWNERS = {'openssl/': 'crypto', 'boost/beast': 'http', 'boost/asio': 'http', 'sqlite3.h': 'store/sqlite', 'libpq-fe.h': 'store/postgres'}


def read_layers(path):
    layers = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        line = line.split('#')[0].strip()
        if not line:
            continue
        folder, _, uses = (part.strip() for part in line.partition(':'))
        for used in uses.split():
            if used not in layers:
                sys.exit(f'{path}:{number}: {folder} uses {used}, which is not listed above it')
        layers[folder] = set(uses.split())
    return layers


def layer_of(file, layers):
    return next((p for p in map(str, PurePosixPath(file).parents) if p in layers), None)


def problems(root, layers):
    files = sorted(root.rglob('*.[hc]pp'))
    if not files:
        yield f'{root}: there is no C++ to look at'
    for path in files:
        here = layer_of(path.relative_to(root).as_posix(), layers)
        if here is None:
            yield f'{path}: its folder is not in {root}/LAYERS'
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if match := INCLUDE.match(line):
                there = layer_of(match[1], layers)
                if path.name.endswith('_test.cpp') and there and there.startswith('store'):
                    continue  # a unit's test stands on a real engine
                if there and there != here and there not in layers[here]:
                    yield f'{path}:{number}: {here} may not include {there}'
            if match := OUTSIDE.match(line):
                for header, owner in OWNERS.items():
                    if match[1].startswith(header) and here != owner:
                        yield f'{path}:{number}: only {owner} may include <{match[1]}>'


def main():
    root = Path(sys.argv[1])
    found = list(problems(root, read_layers(root / 'LAYERS')))
    print('\n'.join(found) if found else 'layers: every include is allowed')
    sys.exit(1 if found else 0)


main()
