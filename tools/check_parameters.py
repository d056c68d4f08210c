#!/usr/bin/env python3
"""Checks that every declared parameter is read, refused by name, or ignored and listed as such.

Of each struct of parameters (told by the end of its name: PARAMETERS below) each member is looked for in the file that declares it, or
where that is a header in its folder and in what includes it: as p.member or p->member. Fine without are Unsupported<> and
Ignored<>, a Choice of one word, and what overlay() and list_of<> take for the member of that name of an object. A struct whose comment begins
with [passed on], or a member whose comment does, is read by another's table. What is Ignored stands in the table of the document.

usage: check_parameters.py SRC DOCUMENT
"""
import re
import sys
from pathlib import Path

FIELDS = re.compile(r'^FIELDS\((\w+),\s*([^;]*?)\);', re.S | re.M)
PARAMETERS = re.compile(r'(Params|Data|Filter|Call|Update|Changes|Telemetry|RenderingOptions|CashBalanceSettings)$')
RULED = re.compile(r'\b(Unsupported|Ignored)<|\bChoice<"[^",]*">')


def read_by(path, files, src):
    """The text in which a member of a struct that `path` declares may be read."""
    if path.suffix == '.cpp':
        return files[path]
    name = path.relative_to(src).as_posix()
    return '\n'.join(text for other, text in files.items() if other.parent == path.parent or f'"{name}"' in text)


def members_of_objects(path, files):
    """What the objects of the folder have: overlay() and list_of<> go by these names."""
    own = '\n'.join(text for other, text in files.items() if other.parent == path.parent)
    return {member for struct, members in FIELDS.findall(own) if not PARAMETERS.search(struct) for member in re.findall(r'\w+', members)}


def declaration(text, struct, member):
    """The member's type, as it stands before it, and whether the struct is passed on."""
    body = re.search(rf'((?:^//[^\n]*\n)*)^struct {struct} \{{\n(.*?)^\}};', text, re.S | re.M)
    if not body:
        return '', False
    plain = re.sub(r'//[^\n]*', '', body[2])
    statement = next((s for s in plain.split(';') if re.search(rf'[\s,]{member}\s*(=[^;]*|\{{[^;]*)?(,|$)', s.strip())), '')
    line = next((line for line in body[2].splitlines() if re.search(rf'\b{member}\b', line)), '')
    return statement, '[passed on]' in body[1] or '[passed on]' in line


def main():
    src, document = Path(sys.argv[1]), Path(sys.argv[2]).read_text().partition('## Parameters that are taken')[2]
    files = {path: path.read_text() for path in sorted(src.rglob('*.[hc]pp')) if not path.name.endswith('_test.cpp')}
    count = {'read': 0, 'unsupported': 0, 'ignored': 0, 'passed on': 0}
    found = []
    for path, text in files.items():
        structs = [(m[1], re.findall(r'\w+', m[2])) for m in FIELDS.finditer(text) if PARAMETERS.search(m[1])]
        code = FIELDS.sub('', re.sub(r'//[^\n]*', '', read_by(path, files, src))) if structs else ''
        shown = members_of_objects(path, files) if 'overlay(' in code or 'list_of<' in code else set()
        for struct, members in structs:
            for member in members:
                kind, passed_on = declaration(text, struct, member)
                if 'Ignored<' in kind:
                    count['ignored'] += 1
                    if not re.search(rf'`{member.rstrip("_")}`', document):
                        found.append(f'{path}: {struct}.{member} is Ignored, and {sys.argv[2]} does not list `{member}`')
                elif 'Unsupported<' in kind:
                    count['unsupported'] += 1
                elif passed_on:
                    count['passed on'] += 1
                elif RULED.search(kind) or member in shown or re.search(rf'(\.|->){member}\b', code):
                    count['read'] += 1
                else:
                    found.append(f'{path}: {struct}.{member} is read nowhere')
    total = sum(count.values())
    if not total:
        sys.exit('there are no parameters to look at')
    print('\n'.join(found) if found else f'parameters: {total}: ' + ', '.join(f'{number} {what}' for what, number in count.items()))
    sys.exit(1 if found else 0)


main()
