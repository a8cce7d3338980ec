"""Fixtures for tests that look at mails, and the mails in the report of a test that fails.

Ask for them in the top `conftest.py`: `pytest_plugins = ["devmail.pytest_plugin"]`. The plugin does not
register itself: it would then be loaded in every test run on a machine that has the package.
"""

from collections.abc import Callable, Generator, Iterator
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the mails that came during a test to the report of its failure."""
    report = yield
    if report.when == "call" and report.failed:
        from devmail.testing.address_inbox import AddressInbox
        from devmail.text import safe_text

        for inbox in getattr(item, "funcargs", {}).values():
            if isinstance(inbox, AddressInbox) and inbox.mails:
                report.sections.append(("Emails in devmail", safe_text(inbox.describe())))
    return report
