"""Fixtures: `bursar` is a platform of the test's own, on a server that the whole run shares."""
import pytest

from .sandbox import Account, Sandbox, start


@pytest.fixture(scope='session')
def bursar_args():
    """More options of `bursar serve`: override it in conftest.py, with the same scope."""
    return []


@pytest.fixture(scope='session')
def bursar_server(bursar_args) -> Sandbox:
    with start(bursar_args) as server:
        yield server


@pytest.fixture
def bursar(bursar_server) -> Account:
    return bursar_server.platform()
