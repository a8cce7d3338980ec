"""The demo looks as it did, its mails open and closed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from devmail.keeping.inbox import Inbox
from kstore_tui.demo.accounts import CODES_GO_TO, HINT
from kstore_tui.demo.app import DemoApp
from kstore_tui.demo.panel import MailPanel
from kstore_tui.store import Store
from screens.login import LoginStep
from tests.screens.stage import OneScreen
from tests.screens.states.state import NOW, takes_long
from tests.screens.waiting import until


def demo(store: Store, inbox: Inbox, folder: Path) -> DemoApp:
    """Return the demo with a login screen that asks nobody."""
    app = DemoApp(
        store, inbox, "127.0.0.1:41025", origin="this host", theme="dark", log_folder=folder, hint=HINT
    )
    app.navigator = OneScreen(app, store, LoginStep(takes_long, hint=HINT))
    return app


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """Two mails."""
    inbox = Inbox(None, lambda: NOW)
    inbox.add(
        "no-reply@store.example", ["ada@example.com"], b"Subject: [b]Hello[/b] \x1b[31m\n\nNo code in here.\n"
    )
    code = b"Subject: [Kintone] Verification Code\n\n012345\n\nThis is the verification code.\n"
    inbox.add("no-reply@store.example", [CODES_GO_TO], code)
    yield inbox
    inbox.close()


@pytest.mark.parametrize("size", [(80, 24), (60, 16), (160, 40)], ids=["80x24", "60x16", "160x40"])
def test_mails_open(
    snap_compare: Callable[..., bool], tmp_path: Path, store: Store, inbox: Inbox, size: tuple[int, int]
) -> None:
    async def open_mails(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, LoginStep))
        await pilot.press("f2")
        await until(pilot, lambda: pilot.app.screen.query(MailPanel))

    assert snap_compare(demo(store, inbox, tmp_path), terminal_size=size, run_before=open_mails)


def test_mails_closed(snap_compare: Callable[..., bool], tmp_path: Path, store: Store, inbox: Inbox) -> None:
    async def open_and_close_mails(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, LoginStep))
        await pilot.press("f2")
        await until(pilot, lambda: pilot.app.screen.query(MailPanel))
        await pilot.press("f2")
        await until(pilot, lambda: not pilot.app.screen.query(MailPanel))

    assert snap_compare(demo(store, inbox, tmp_path), run_before=open_and_close_mails)


async def test_the_mails_stay_open_from_screen_to_screen_until_they_are_closed(
    tmp_path: Path, store: Store, inbox: Inbox
) -> None:
    app = demo(store, inbox, tmp_path)
    async with app.run_test() as pilot:
        first = app.screen
        await pilot.press("f2")
        await until(pilot, lambda: first.query(MailPanel))
        await app.push_screen(LoginStep(takes_long))
        await until(pilot, lambda: len(app.screen.query(MailPanel)) == 1)
        await pilot.press("f2")
        await until(pilot, lambda: not app.screen.query(MailPanel))
        await app.pop_screen()
        await until(pilot, lambda: app.screen is first and not first.query(MailPanel))
