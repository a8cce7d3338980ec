"""What nobody expected ends the program with one line, and tells nothing of what people typed."""

import stat
from collections.abc import Awaitable, Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from kstore_tui.accounts.login import Login
from kstore_tui.accounts.registration import Registration
from kstore_tui.accounts.sessions import Sessions
from kstore_tui.core.results import Account, CodeSent, LoggedIn
from kstore_tui.store import Store
from screens.app import KstoreApp
from tests.kstore_tui.steps import ADDRESS, ORIGIN, PASSWORD, registered
from tests.screens.person import Person
from tests.screens.waiting import until

T = TypeVar("T")
SECRET = "".join(("se", "cr", "et"))
"""In no line of code, as those are in the log."""


class BrokenLogin(Login):
    async def log_in(self, address: str, password: str, origin: str) -> LoggedIn | CodeSent:
        raise RuntimeError(f"{SECRET} {password}")


class BrokenRegistration(Registration):
    async def is_first_run(self) -> bool:
        raise RuntimeError(SECRET)


class BrokenSessions(Sessions):
    async def account(self, session_id: str) -> Account:
        raise RuntimeError(SECRET)


def broken(kind: Callable[..., T], part: Any) -> T:
    """Return a part of the store with one use case that does not work."""
    return kind(**{field.name: getattr(part, field.name) for field in fields(part)})


async def ends(store: Store, folder: Path, act: Callable[[Person], Awaitable[None]]) -> KstoreApp:
    """Do something that ends the program."""
    app = KstoreApp(store, ORIGIN, "dark", folder)
    with pytest.raises(Exception, match=SECRET):  # the tests are told; the person is not
        async with app.run_test(size=(80, 24)) as pilot:
            person = Person(app, pilot)
            await act(person)
            await until(pilot, lambda: app._exception is not None)
    return app


def words(text: str) -> str:
    """Return a text as it was before it was broken into lines."""
    return "".join(text.split())


async def log_in(person: Person) -> None:
    await person.sees("Log in to the Kintone Store")
    await person.pastes(ADDRESS)
    await person.presses("tab")
    await person.pastes(PASSWORD)
    await person.presses("enter")


async def nothing(person: Person) -> None:
    """The program ends by itself."""


@pytest.mark.parametrize("where", ["login", "registration", "sessions"])
async def test_the_program_ends_with_one_line_and_a_log_without_secrets(
    store: Store, log_folder: Path, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    await registered(store)
    kind, act, frame = {
        "login": (BrokenLogin, log_in, "log_in"),
        "registration": (BrokenRegistration, nothing, "is_first_run"),
        "sessions": (BrokenSessions, log_in, "account"),
    }[where]
    parts: dict[str, Any] = {where: broken(kind, getattr(store, where))}
    app = await ends(replace(store, **parts), log_folder, act)
    log = log_folder / "faults.log"
    assert app.return_code == 1
    left = capsys.readouterr()
    assert words(left.err) == words(
        "Something unexpected happened; you are logged out. Its reference is 20261124-091400, "
        f"its trace in {log}."
    )
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    told = log.read_text(encoding="utf-8")
    assert "reference 20261124-091400" in told
    assert "RuntimeError" in told
    assert f"in {frame}" in told
    for hidden in (SECRET, PASSWORD, ADDRESS):
        assert hidden not in left.err + left.out + told


async def test_a_log_that_cannot_be_written_is_told(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await registered(store)
    (tmp_path / "file").touch()
    parts: dict[str, Any] = {"login": broken(BrokenLogin, store.login)}
    app = await ends(replace(store, **parts), tmp_path / "file" / "log", log_in)
    assert app.return_code == 1
    assert words(capsys.readouterr().err) == words(
        "Something unexpected happened; you are logged out. Its reference is 20261124-091400; "
        "it could not be logged."
    )
