#!/usr/bin/env python3
"""Checks every #include under a source root against its LAYERS file.

A line of LAYERS names a layer, the layers it may include, and the folders in it. A layer may include itself and what its line
names, which must be listed above it; a folder may include those that stand before it in its line; so there are no cycles. What
a line allows and nobody uses is reported. A test (_test.cpp) may stand on any storage engine.

Includes are direct: who names what is in a folder's namespace (charges::Charge) includes a header of that folder itself.
And only the folders named in OWNERS include certain outside headers.

usage: check_layers.py SRC
"""
import re
import sys
from pathlib import Path, PurePosixPath

INCLUDE = re.compile(r'\s*#\s*include\s*"([^"]+)"')
OUTSIDE = re.compile(r'\s*#\s*include\s*<([^>]+)>')
NAMED = re.compile(r'(?<![\w:.])(?:bursar::)?(\w+)::\w')
OWNERS = {'openssl/': 'crypto', 'boost/beast': 'http', 'boost/asio': 'http', 'sqlite3.h': 'store/sqlite', 'libpq-fe.h': 'store/postgres'}


def read_layers(path):
    layers, folders = {}, {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        line = line.split('#')[0].strip()
        if not line:
            continue
        layer, _, rest = (part.strip() for part in line.partition(':'))
        uses, _, inside = (part.split() for part in rest.partition('|'))
        for used in uses:
            if used not in layers:
                sys.exit(f'{path}:{number}: {layer} uses {used}, which is not listed above it')
        layers[layer] = set(uses)
        folders[layer] = inside
    return layers, folders


def layer_of(file, layers):
    return next((p for p in map(str, PurePosixPath(file).parents) if p in layers), None)


def folder_of(file, layer):
    rest = PurePosixPath(file).relative_to(layer).parts
    return rest[0] if len(rest) > 1 else None


def check_include(here, file, included, layers, folders, used):
    """Why `file` in the layer `here` may not include `included`, or nothing."""
    there = layer_of(included, layers)
    if there is None:
        return None
    if there != here:
        used.add((here, there))
        return None if there in layers[here] else f'{here} may not include {there}'
    order = folders[here]
    if not order:
        return None
    mine, other = folder_of(file, here), folder_of(included, here)
    if mine not in order or other not in order:
        return f'{mine if mine not in order else other} is not among the folders of {here}'
    return None if order.index(other) <= order.index(mine) else f'{mine} may not include {other}, which stands behind it'


def without_comments(text):
    return re.sub(r'//[^\n]*|"(?:\\.|[^"\\\n])*"', '', text)


def missing(path, file, text, spaces):
    """Folders whose namespace the file names and of which neither it nor its own header includes anything."""
    own = path.with_name(path.name.replace('_test.cpp', '.hpp').replace('.cpp', '.hpp'))
    includes = {m[1] for t in ([text] + ([own.read_text()] if own != path and own.exists() else [])) for m in map(INCLUDE.match, t.splitlines()) if m}
    have = {str(PurePosixPath(included).parent) for included in includes} | {str(PurePosixPath(file).parent)}
    for space in sorted(set(NAMED.findall(without_comments(text)))):
        if space in spaces and not any(folder in have for folder in spaces[space]):
            yield f'{path}: names {space}:: and includes nothing of {" or ".join(sorted(spaces[space]))}'


def namespaces(files, layers, folders):
    """Namespace -> the folders whose headers open it, of those of wings."""
    found = {}
    for file, text in files.items():
        wing = file.endswith('.hpp') and folders.get(layer_of(file, layers))
        if wing and (match := re.search(r'^namespace bursar::(\w+) {', text, re.M)):
            found.setdefault(match[1], set()).add(str(PurePosixPath(file).parent))
    return found


def problems(root, layers, folders):
    files = {path.relative_to(root).as_posix(): path.read_text() for path in sorted(root.rglob('*.[hc]pp'))}
    if not files:
        yield f'{root}: there is no C++ to look at'
        return
    used, spaces = set(), namespaces(files, layers, folders)
    for file, text in files.items():
        path, here = root / file, layer_of(file, layers)
        if here is None:
            yield f'{path}: its folder is not in {root}/LAYERS'
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if match := INCLUDE.match(line):
                if file.endswith('_test.cpp') and (layer_of(match[1], layers) or '').startswith('store'):
                    continue  # a unit's test stands on a real engine
                if wrong := check_include(here, file, match[1], layers, folders, used):
                    yield f'{path}:{number}: {wrong}'
            if match := OUTSIDE.match(line):
                for header, owner in OWNERS.items():
                    if match[1].startswith(header) and here != owner:
                        yield f'{path}:{number}: only {owner} may include <{match[1]}>'
        yield from missing(path, file, text, spaces)
    for layer, uses in layers.items():
        yield from (f'{root}/LAYERS: {layer} may include {other}, and does not' for other in sorted(uses) if (layer, other) not in used)
        yield from (f'{root}/LAYERS: {layer} has no folder {folder}' for folder in folders[layer] if not (root / layer / folder).is_dir())


def main():
    root = Path(sys.argv[1])
    found = list(problems(root, *read_layers(root / 'LAYERS')))
    print('\n'.join(found) if found else 'layers: every include is allowed and direct, and what is allowed is used')
    sys.exit(1 if found else 0)


main()
