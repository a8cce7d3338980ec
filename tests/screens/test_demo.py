"""The demo looks as it did, its mails open and closed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from devmail.store.inbox import Inbox
from kstore_tui.core.results import CodeSent
from kstore_tui.store import Store
from screens.base.screen import StoreScreen
from screens.base.step_screen import StepScreen
from screens.demo.accounts import CODES_GO_TO, HINT
from screens.demo.app import DemoApp
from screens.demo.panel import MailPanel
from screens.login.login import login_step
from screens.two_step.code import CodeStep
from screens.widgets.field import Field
from tests.screens.stage import OneScreen
from tests.screens.states.state import NOW, takes_long
from tests.screens.waiting import until


def demo(store: Store, inbox: Inbox, folder: Path, page: StoreScreen[Any] | None = None) -> DemoApp:
    """Return the demo with one screen that asks nobody: that for the login, unless another is given."""
    app = DemoApp(
        store, inbox, "127.0.0.1:41025", origin="this host", theme="dark", log_folder=folder, hint=HINT
    )
    app.navigator = OneScreen(app, store, page or StepScreen(login_step(takes_long, hint=HINT)))
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
        await until(pilot, lambda: isinstance(pilot.app.screen, StepScreen))
        await pilot.press("f2")
        await until(pilot, lambda: pilot.app.screen.query(MailPanel))

    assert snap_compare(demo(store, inbox, tmp_path), terminal_size=size, run_before=open_mails)


def test_mails_closed(snap_compare: Callable[..., bool], tmp_path: Path, store: Store, inbox: Inbox) -> None:
    async def open_and_close_mails(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, StepScreen))
        await pilot.press("f2")
        await until(pilot, lambda: pilot.app.screen.query(MailPanel))
        await pilot.press("f2")
        await until(pilot, lambda: not pilot.app.screen.query(MailPanel))

    assert snap_compare(demo(store, inbox, tmp_path), run_before=open_and_close_mails)


@pytest.mark.parametrize("size", [(80, 24), (60, 16)], ids=["80x24", "60x16"])
def test_the_code_to_use_is_pointed_at(
    snap_compare: Callable[..., bool], tmp_path: Path, store: Store, inbox: Inbox, size: tuple[int, int]
) -> None:
    sent = CodeSent("", "b•••@example.net", NOW, NOW, 3)
    page = StepScreen(CodeStep[None](sent, takes_long, takes_long))

    async def use_code(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: pilot.app.screen is page)
        await pilot.press("f2", "f4")
        await until(pilot, lambda: page.query(MailPanel) and page.query_one("#code", Field).value)

    assert snap_compare(demo(store, inbox, tmp_path, page), terminal_size=size, run_before=use_code)


async def test_the_mails_stay_open_from_screen_to_screen_until_they_are_closed(
    tmp_path: Path, store: Store, inbox: Inbox
) -> None:
    app = demo(store, inbox, tmp_path)
    async with app.run_test() as pilot:
        first = app.screen
        await pilot.press("f2")
        await until(pilot, lambda: first.query(MailPanel))
        await app.push_screen(StepScreen(login_step(takes_long)))
        await until(pilot, lambda: len(app.screen.query(MailPanel)) == 1)
        await pilot.press("f2")
        await until(pilot, lambda: not app.screen.query(MailPanel))
        await app.pop_screen()
        await until(pilot, lambda: app.screen is first and not first.query(MailPanel))
