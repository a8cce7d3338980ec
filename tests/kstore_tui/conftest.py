"""A store with a clock and codes of the test's choice, and a mail server that keeps its mails."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from peewee import Database

from kstore_tui.mail.smtp import MailServer
from kstore_tui.settings import Settings
from kstore_tui.store import Store, build_store
from tests.empty_store import lay_empty_store
from tests.journeys.certificate import Certificate, make_certificate
from tests.journeys.faulty_smtp import recording
from tests.journeys.smtp_server import SmtpServer
from tests.kstore_tui.support.fakes import FixedCodes, MovableClock
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import registered, two_step_on

# A busy machine is no fault: examples have no deadline.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, database=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def randomness() -> FixedCodes:
    return FixedCodes()


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with recording() as server:
        yield server


@pytest.fixture
def mailbox(server: SmtpServer) -> Mailbox:
    return Mailbox(server)


@pytest.fixture
def settings(tmp_path: Path, server: SmtpServer) -> Settings:
    return Settings(
        database=lay_empty_store(tmp_path / "store" / "store.sqlite3"),
        mail_server=MailServer("127.0.0.1", server.port),
        bcrypt_cost=4,
    )


@pytest.fixture
def store(settings: Settings, clock: MovableClock, randomness: FixedCodes) -> Store:
    return build_store(settings, clock, randomness)


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """The SQL statements and their parameters, as they happen."""
    done: list[tuple[str, Any]] = []
    execute: Callable[..., Any] = Database.execute_sql

    def execute_noted(database: Database, sql: str, params: Any = None) -> Any:
        done.append((sql, params))
        return execute(database, sql, params)

    monkeypatch.setattr(Database, "execute_sql", execute_noted)
    return done


@pytest.fixture
async def session(store: Store) -> str:
    return (await registered(store)).session_id


@pytest.fixture
async def two_step(store: Store, mailbox: Mailbox) -> str:
    """The session of an administrator who has enabled two-step verification."""
    return (await two_step_on(store, mailbox)).session_id


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))
