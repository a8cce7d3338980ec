"""Fixtures for tests that look at mails.

The top `conftest.py` asks for them: `pytest_plugins = ["devmail.pytest_plugin"]`. The plugin is
not registered by itself: that would load it, and name its fixtures, in every test run of whoever has
the package installed.
"""

from collections.abc import Callable, Iterator
from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from devmail.testing.address_inbox import AddressInbox
    from devmail.testing.running_sink import RunningSink


@pytest.fixture(scope="session")
def devmail() -> "Iterator[RunningSink]":
    """A mail server on a free port, in a thread: `devmail.host`, `.port`, `.url`, `.mails`, `.faults(…)`."""
    from devmail.testing.running_sink import RunningSink  # loaded only where it is asked for

    with RunningSink() as sink:
        yield sink


@pytest.fixture(scope="session")
def unique_address() -> Callable[[], str]:
    """Make an email address that nobody had before."""
    run, numbers = uuid4().hex[:8], count(1)
    return lambda: f"test-{run}-{next(numbers)}@example.com"


@pytest.fixture
def inbox(devmail: "RunningSink", unique_address: Callable[[], str]) -> "AddressInbox":
    """The mails of this test: `inbox.address`, `.wait_code()`, `.wait_link()`, `.wait_mail()`."""
    from devmail.testing.address_inbox import AddressInbox

    return AddressInbox(devmail, unique_address())
