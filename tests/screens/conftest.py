"""A store, its mail server, and a terminal that is the same on every machine."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kstore_tui.mail.smtp import MailServer
from kstore_tui.settings import Settings
from kstore_tui.store import Store, build_store
from tests.empty_store import lay_empty_store
from tests.journeys.faulty_smtp import recording
from tests.journeys.smtp_server import SmtpServer
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox

_REPORTS = "TEXTUAL_SNAPSHOT_TEMPDIR"
"""Where pytest-textual-snapshot itself keeps what its report is made of."""


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing of the machine's own terminal through."""
    for name in os.environ:
        if name.startswith(("NO_COLOR", "TEXTUAL_", "KSTORE_")) and name != _REPORTS:
            monkeypatch.delenv(name)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture
def clock() -> MovableClock:
    """The store's clock; it stands still at 2026-11-24 09:14 UTC."""
    return MovableClock()


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    """The store's mail server."""
    with recording() as server:
        yield server


@pytest.fixture
def mailbox(server: SmtpServer) -> Mailbox:
    """What the store has mailed."""
    return Mailbox(server)


@pytest.fixture
def store(tmp_path: Path, server: SmtpServer, clock: MovableClock) -> Store:
    """A store without any administrator."""
    settings = Settings(
        database=lay_empty_store(tmp_path / "store" / "store.sqlite3"),
        mail_server=MailServer("127.0.0.1", server.port),
        bcrypt_cost=4,
    )
    return build_store(settings, clock)


@pytest.fixture
def log_folder(tmp_path: Path) -> Path:
    """Where faults are logged."""
    return tmp_path / "log"
