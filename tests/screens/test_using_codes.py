"""In the demo, and nowhere else, one key writes the newest mailed code into the field for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from devmail.store.inbox import Inbox
from kstore_tui.store import Store
from screens.base.screen import StoreScreen
from screens.base.step_screen import StepScreen
from screens.demo.app import DemoApp
from screens.login.login import login_step
from screens.login.registration_code import registration_code_step
from screens.login.reset_password import reset_password_step
from screens.two_step.code import CodeStep
from screens.widgets.field import Field
from tests.screens.stage import OneScreen, Stage
from tests.screens.states.state import gives, takes_long
from tests.screens.waiting import until

_DIGITS, _LETTERS = "012345", "G7KQ-2MXP-A1B2"


def _verification() -> StepScreen[None]:
    return StepScreen(CodeStep(None, takes_long, takes_long, sent_to="ada@example.com"))


def _open(page: StoreScreen[Any], store: Store, inbox: Inbox, folder: Path) -> DemoApp:
    app = DemoApp(store, inbox, "127.0.0.1:41025", origin="here", theme="dark", log_folder=folder, hint="")
    app.navigator = OneScreen(app, store, page)
    return app


async def _shown(pilot: Pilot[Any], page: StoreScreen[Any]) -> None:
    await until(pilot, lambda: pilot.app.screen is page and page.query(Field))


def _message(page: StoreScreen[Any]) -> str:
    return str(page.message_line.content)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """An inbox with an older and a newer code of each kind, and a notice on top."""
    inbox = Inbox(None)
    for code in ("999999", "XXXX-9999-XXXX", _DIGITS, _LETTERS):
        inbox.add("", ["ada@example.com"], f"Subject: Your code\n\nYour code is:\n\n{code}\n".encode())
    inbox.add("", ["ada@example.com"], b"Subject: Two-step verification enabled\n\nHello.\n")
    yield inbox
    inbox.close()


@pytest.mark.parametrize(
    ("page", "field", "code"),
    [
        (lambda: StepScreen(registration_code_step(gives(None))), "registration-code", _LETTERS),
        (lambda: StepScreen(reset_password_step(gives(None))), "reset-code", _LETTERS),
    ],
    ids=["registration code", "reset code"],
)
async def test_f4_writes_the_newest_code_of_its_kind_into_the_field_and_submits_nothing(
    page: Any, field: str, code: str, tmp_path: Path, store: Store, inbox: Inbox
) -> None:
    shown = page()
    async with _open(shown, store, inbox, tmp_path).run_test() as pilot:
        await _shown(pilot, shown)
        await pilot.press("f4")
        await until(pilot, lambda: shown.query_one(f"#{field}", Field).value == code)
        assert pilot.app.focused is shown.query_one(f"#{field}")
        assert (shown.busy, _message(shown)) == (False, "")


async def test_f4_writes_digits_where_a_verification_code_goes(
    tmp_path: Path, store: Store, inbox: Inbox
) -> None:
    shown = _verification()
    async with _open(shown, store, inbox, tmp_path).run_test() as pilot:
        await _shown(pilot, shown)
        assert shown.busy  # the first code is on its way
        await pilot.press("f4")
        assert shown.query_one("#code", Field).value == ""
        shown.busy = False
        await pilot.press("f4")
        await until(pilot, lambda: shown.query_one("#code", Field).value == _DIGITS)
        assert not shown.busy


async def test_without_such_a_mail_f4_says_so(tmp_path: Path, store: Store) -> None:
    inbox = Inbox(None)
    shown = StepScreen(reset_password_step(gives(None)))
    async with _open(shown, store, inbox, tmp_path).run_test() as pilot:
        await _shown(pilot, shown)
        await pilot.press("f4")
        await until(pilot, lambda: "No mail has come with a code for this field." in _message(shown))
    inbox.close()


async def test_where_no_code_can_be_entered_f4_does_nothing(
    tmp_path: Path, store: Store, inbox: Inbox
) -> None:
    shown = StepScreen(login_step(takes_long))
    async with _open(shown, store, inbox, tmp_path).run_test() as pilot:
        await _shown(pilot, shown)
        await pilot.press("f4")
        assert [field.value for field in shown.query(Field)] == ["", ""]
        assert "f4" not in shown.active_bindings


async def test_the_program_itself_has_no_such_key(store: Store) -> None:
    shown = StepScreen(reset_password_step(gives(None)))
    app = Stage(store, shown)
    async with app.run_test() as pilot:
        await _shown(pilot, shown)
        assert "f4" not in shown.active_bindings
        assert not hasattr(app, "action_use_code")
        await pilot.press("f4")
        assert shown.query_one("#reset-code", Field).value == ""
