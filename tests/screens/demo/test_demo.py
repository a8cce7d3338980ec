"""The demo is the real program with its mails beside it; one key writes a mailed code into its field."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from devmail.store.inbox import Inbox
from kstore_tui.core.results import CodeSent
from kstore_tui.store import Store
from screens.base.screen import StoreScreen
from screens.base.step import Step
from screens.base.step_screen import StepScreen
from screens.demo.app import DemoApp
from screens.demo.panel import MailPanel
from screens.demo.run import ADA, BOBS_CODES, PASSWORD, demo
from screens.login.login import login_step
from screens.login.registration_code import registration_code_step
from screens.login.reset_password import reset_password_step
from screens.two_step.code import CodeStep
from screens.widgets.field import Field
from tests.screens.states.state import NOW
from tests.screens.support.person import Person, until
from tests.screens.support.stage import OneScreen, on_stage
from tests.screens.support.use_cases import UseCase, takes_long

DIGITS, LETTERS = "012345", "G7KQ-2MXP-A1B2"
SENT = CodeSent("", "b•••@example.net", NOW + timedelta(minutes=10))


def mail(subject: str, text: str) -> bytes:
    return f"Subject: {subject}\n\n{text}\n".encode()


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """An older and a newer code of each kind, and a notice on top."""
    inbox = Inbox(None, lambda: NOW)
    for to, what, code in (
        (ADA, "Registration Code", "H7TR-KQ3M-X9PA"),
        (BOBS_CODES, "Verification Code", "504817"),
        (ADA, "Reset Code", LETTERS),
        (BOBS_CODES, "Verification Code", DIGITS),
    ):
        inbox.add("", [to], mail(f"[Kintone] {what}", f"{code}\n\nThis is your code."))
    inbox.add("", [ADA], mail("[Kintone] Your password was changed", "No code in here."))
    yield inbox
    inbox.close()


def demo_on(page: StoreScreen[Any], store: Store, inbox: Inbox, folder: Path) -> DemoApp:
    """Return the demo with one screen that asks nobody."""
    app = DemoApp(store, inbox, "127.0.0.1:41025", origin="here", theme="dark", log_folder=folder, hint="")
    app.navigator = OneScreen(app, store, page)
    return app


async def shown(pilot: Pilot[Any], page: StoreScreen[Any]) -> None:
    await until(pilot, lambda: pilot.app.screen is page and page.query(Field))


def message(page: StoreScreen[Any]) -> str:
    return str(page.message_line.content)


@pytest.mark.parametrize("size", [(80, 24), (160, 40)], ids=["80x24", "160x40"])
def test_the_code_to_use_is_pointed_at(
    snap_compare: Callable[..., bool], tmp_path: Path, store: Store, inbox: Inbox, size: tuple[int, int]
) -> None:
    page = StepScreen(CodeStep[None](SENT, takes_long, takes_long))

    async def use_code(pilot: Pilot[Any]) -> None:
        await shown(pilot, page)
        await pilot.press("f2", "f4")
        await until(pilot, lambda: page.query(MailPanel) and page.query_one("#code", Field).value)

    assert snap_compare(demo_on(page, store, inbox, tmp_path), terminal_size=size, run_before=use_code)


async def test_a_subject_is_shown_as_text(tmp_path: Path, store: Store, inbox: Inbox) -> None:
    inbox.add("", [ADA], mail("[b]Hello[/b] \x1b[31m", "No code in here."))
    page = StepScreen(login_step(takes_long))
    async with demo_on(page, store, inbox, tmp_path).run_test() as pilot:
        await shown(pilot, page)
        await pilot.press("f2")
        await until(pilot, lambda: page.query(MailPanel))
        assert "[b]Hello[/b] ␛[31m" in str(page.query_one(MailPanel).content)


async def test_the_mails_stay_open_from_screen_to_screen_until_they_are_closed(
    tmp_path: Path, store: Store, inbox: Inbox
) -> None:
    first = StepScreen(login_step(takes_long))
    app = demo_on(first, store, inbox, tmp_path)
    async with app.run_test() as pilot:
        await shown(pilot, first)
        await pilot.press("f2")
        await until(pilot, lambda: first.query(MailPanel))
        await app.push_screen(StepScreen(login_step(takes_long)))
        await until(pilot, lambda: len(app.screen.query(MailPanel)) == 1)
        await pilot.press("f2")
        await until(pilot, lambda: not app.screen.query(MailPanel))
        await app.pop_screen()
        await until(pilot, lambda: app.screen is first and not first.query(MailPanel))


async def test_every_page_opens_beside_the_mails(tmp_path: Path) -> None:
    async with demo(tmp_path, "dark", tmp_path) as app, app.run_test() as pilot:
        person = Person(app, pilot)
        await person.sees("Log in to the Kintone Store")
        await person.enters(ADA, PASSWORD)
        await person.sees("Welcome.")
        await person.presses("f2")
        for page in ("Account Settings", "Administrators", "Activity", "Security rules"):
            await person.picks(page)
            await person.sees(page, "Back", "devmail ·", "No emails yet.")


@pytest.mark.parametrize(
    ("build", "field", "code"),
    [
        (partial(registration_code_step, takes_long), "registration-code", LETTERS),
        (partial(reset_password_step, takes_long), "reset-code", LETTERS),
        (partial(CodeStep[None], SENT, takes_long, takes_long), "code", DIGITS),
    ],
)
async def test_f4_writes_the_newest_code_of_its_kind_into_the_field_and_submits_nothing(
    build: Callable[[], Step[None]], field: str, code: str, tmp_path: Path, store: Store, inbox: Inbox
) -> None:
    page = StepScreen(build())
    async with demo_on(page, store, inbox, tmp_path).run_test() as pilot:
        await shown(pilot, page)
        await pilot.press("f4")
        await until(pilot, lambda: page.query_one(f"#{field}", Field).value == code)
        assert pilot.app.focused is page.query_one(f"#{field}")
        assert (page.busy, message(page)) == (False, "")


@pytest.mark.parametrize(
    "step",
    [CodeStep[None](None, takes_long, takes_long, sent_to="ada@example.com"), login_step(takes_long)],
    ids=["a busy step", "a step without a code"],
)
async def test_f4_does_nothing_where_no_code_can_be_entered(
    tmp_path: Path, store: Store, inbox: Inbox, step: Step[Any]
) -> None:
    page = StepScreen(step)
    async with demo_on(page, store, inbox, tmp_path).run_test() as pilot:
        await shown(pilot, page)
        await pilot.press("f4")
        assert not any(field.value for field in page.query(Field))


async def test_f4_says_so_when_there_is_no_such_email(tmp_path: Path, store: Store) -> None:
    inbox = Inbox(None)
    page = StepScreen(reset_password_step(UseCase()))
    async with demo_on(page, store, inbox, tmp_path).run_test() as pilot:
        await shown(pilot, page)
        await pilot.press("f4")
        await until(pilot, lambda: "No email with a code for this field has arrived." in message(page))
    inbox.close()


async def test_the_program_itself_has_no_such_key(store: Store) -> None:
    page = StepScreen(reset_password_step(UseCase()))
    async with on_stage(store, page) as person:
        await shown(person.pilot, page)
        assert "f4" not in page.active_bindings
