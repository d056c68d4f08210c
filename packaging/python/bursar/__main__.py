"""`python -m bursar` starts a sandbox that forgets all when it ends; options go to it; a command is the program's own."""
import os
import secrets
import sys

from .sandbox import BINARY


def main() -> None:
    given = sys.argv[1:]
    if not given or (given[0].startswith('-') and given[0] not in ('--help', '-h', '--version')):
        if '--store' not in given:
            os.environ.setdefault('BURSAR_VAULT_KEY', secrets.token_hex(32))
            given = ['--store', 'memory:', *given]
        given = ['serve', '--sandbox', *given]
    os.execv(BINARY, [BINARY, *given])


if __name__ == '__main__':
    main()
