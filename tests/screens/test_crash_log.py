"""An unexpected error ends the program with one line, and reveals nothing that people typed."""

import asyncio
import stat
from collections.abc import Awaitable, Callable
from dataclasses import fields, replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NoReturn

import pytest

from kstore_tui.accounts.login import Login
from kstore_tui.core.results import CodeSent, LoggedIn
from kstore_tui.mail.smtp import SmtpTransport
from kstore_tui.store import Store
from screens.app import KstoreApp
from screens.crash_log import UnexpectedError, report
from tests.journeys.smtp_server import SmtpServer
from tests.kstore_tui.support.steps import ADDRESS, ORIGIN, PASSWORD, registered
from tests.screens.states.state import NOW
from tests.screens.support.person import LOGIN, Person, sending, until

SECRET = "".join(("se", "cr", "et"))
"""In no line of code, as those are in the log."""


class BrokenLogin(Login):
    async def log_in(self, address: str, password: str, origin: str) -> LoggedIn | CodeSent:
        raise RuntimeError(f"{SECRET} {password}")


def with_broken_login(store: Store) -> Store:
    parts = {field.name: getattr(store.login, field.name) for field in fields(Login) if field.init}
    return replace(store, login=BrokenLogin(**parts))


async def log_in(person: Person) -> None:
    await person.sees(LOGIN)
    await person.enters(ADDRESS, PASSWORD)


def broken(*_: object) -> NoReturn:
    raise RuntimeError(SECRET)


async def press_a_key(person: Person) -> None:
    await person.sees(LOGIN)
    person.app.call_later(broken)


async def ends(store: Store, folder: Path, act: Callable[[Person], Awaitable[None]]) -> KstoreApp:
    """Do something that ends the program."""
    app = KstoreApp(store, ORIGIN, "dark", folder)
    with pytest.raises(UnexpectedError):  # raised for the tests alone
        async with sending(store), app.run_test(size=(80, 24)) as pilot:
            await act(Person(app, pilot))
            await until(pilot, lambda: app.return_code)
    return app


def logged(folder: Path) -> str:
    """Log an error with a cause, both of which name what somebody typed."""

    def inner(typed: str) -> None:
        raise KeyError(f"no such key: {typed}")

    def outer(typed: str) -> None:
        try:
            inner(typed)
        except KeyError as error:
            raise RuntimeError(f"{typed} did not work") from error

    with pytest.raises(RuntimeError) as caught:
        outer("".join(("hunter", "22")))
    report(caught.value, folder, NOW)
    return (folder / "errors.log").read_text(encoding="utf-8")


def words(text: str) -> str:
    """Return a text as it was before it was broken into lines."""
    return "".join(text.split())


@pytest.mark.parametrize(
    ("act", "frame"),
    [(log_in, "log_in"), (press_a_key, "broken")],
    ids=["a use case", "a key"],
)
async def test_the_program_ends_with_one_line_and_a_log_without_secrets(
    store: Store,
    log_folder: Path,
    capsys: pytest.CaptureFixture[str],
    act: Callable[[Person], Awaitable[None]],
    frame: str,
) -> None:
    await registered(store)
    app = await ends(with_broken_login(store), log_folder, act)
    log = log_folder / "errors.log"
    assert app.return_code == 1
    left = capsys.readouterr()
    assert words(left.err) == words(
        "Something went wrong and you have been logged out. "
        f"Details are in {log} (reference 20261124-091400)."
    )
    told = log.read_text(encoding="utf-8")
    assert "reference 20261124-091400" in told
    assert "RuntimeError" in told
    assert f"in {frame}" in told
    for hidden in (SECRET, PASSWORD, ADDRESS):
        assert hidden not in left.err + left.out + told


class BrokenTransport(SmtpTransport):
    async def send(self, message: EmailMessage, mail_id: str | None = None) -> None:
        raise RuntimeError(SECRET)


async def test_an_error_while_mails_are_sent_ends_the_program_at_once(store: Store, log_folder: Path) -> None:
    await registered(store)
    worker = store.mail_worker
    worker.transport = BrokenTransport(worker.transport.server, worker.transport.sender)
    await store.password_reset.ask(ADDRESS, ORIGIN)
    app = await ends(store, log_folder, lambda person: person.sees(LOGIN))
    assert app.return_code == 1
    told = (log_folder / "errors.log").read_text(encoding="utf-8")
    assert "in send" in told
    assert SECRET not in told


class Ending(KstoreApp):
    """Ends before anything is shown."""

    error: Exception | None = None

    async def run_async(self, *_: Any, **__: Any) -> int | None:
        if self.error is not None:
            raise self.error
        return None


async def test_an_error_in_the_last_round_of_the_mail_worker_is_reported(
    store: Store, log_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await registered(store)
    worker = store.mail_worker
    worker.transport = BrokenTransport(worker.transport.server, worker.transport.sender)
    await store.password_reset.ask(ADDRESS, ORIGIN)
    assert await Ending(store, ORIGIN, "dark", log_folder).run_program(mouse=False) == 1
    assert "Something went wrong" in capsys.readouterr().err
    assert "in send" in (log_folder / "errors.log").read_text(encoding="utf-8")


async def test_an_app_that_ends_with_an_error_stops_the_mail_worker(
    store: Store, log_folder: Path, server: SmtpServer
) -> None:
    await registered(store)
    await store.password_reset.ask(ADDRESS, ORIGIN)
    app = Ending(store, ORIGIN, "dark", log_folder)
    app.error = RuntimeError("on purpose")
    before = asyncio.all_tasks()
    with pytest.raises(RuntimeError, match="on purpose"):
        await app.run_program(mouse=False)
    assert (len(server.mails), asyncio.all_tasks() - before) == (1, set())


async def test_the_last_line_says_when_the_log_cannot_be_written(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    await registered(store)
    app = await ends(with_broken_login(store), tmp_path / "file" / "log", log_in)
    assert app.return_code == 1
    assert words(capsys.readouterr().err) == words(
        "Something went wrong and you have been logged out. "
        "The details couldn't be saved (reference 20261124-091400)."
    )


def test_types_and_frames_of_all_causes_are_logged_but_no_messages_and_no_values(tmp_path: Path) -> None:
    log = logged(tmp_path)
    assert log.startswith("2026-11-24 09:14:00 UTC, reference 20261124-091400\nRuntimeError\n")
    assert "\nKeyError\n" in log
    assert log.index("in outer") < log.index("in inner")
    assert 'raise KeyError(f"no such key: {typed}")' in log
    assert "hunter22" not in log


def test_the_log_is_its_owners_alone_and_grows_at_its_end(tmp_path: Path) -> None:
    first = logged(tmp_path / "logs")
    assert logged(tmp_path / "logs") == first + first
    assert stat.S_IMODE((tmp_path / "logs").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "logs" / "errors.log").stat().st_mode) == 0o600
