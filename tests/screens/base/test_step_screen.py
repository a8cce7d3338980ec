"""A step on its screen: used by keys and by mouse, and never twice at once."""

from typing import Any

import pytest
from textual.widget import Widget

from kstore_tui.core.errors import InvalidAddress, InvalidCredentials, ReauthenticationRequired
from kstore_tui.core.results import CodeSent, LoggedIn
from kstore_tui.store import Store
from screens.base.step import Action, Step, Text
from screens.base.step_screen import StepScreen
from screens.login.first_registration import first_registration_step
from screens.login.login import login_step
from screens.two_step.code import NEW_CODE_SENT, CodeStep
from screens.widgets.field import Field
from tests.screens.states import state_named
from tests.screens.states.state import NOW
from tests.screens.support.person import Person
from tests.screens.support.stage import on_stage, reach
from tests.screens.support.use_cases import UseCase

SENT = CodeSent("", "c•••@example.net", NOW)
ADDRESS, PASSWORD = "ada@example.com", "yellow-umbrella"
MAIL = """Subject: [Kintone] Verification Code

012345

Use this verification code to log in as a•••@example.com.
"""


def registration(register: UseCase) -> StepScreen[LoggedIn]:
    return StepScreen(first_registration_step(register))


def code(verify: UseCase, send: UseCase | None = None) -> StepScreen[Any]:
    return StepScreen(CodeStep(SENT, send or UseCase(SENT), verify))


def value(person: Person, field: str) -> str:
    return person.screen.query_one(f"#{field}", Field).value


async def test_enter_goes_to_the_next_field_and_submits_in_the_last(store: Store) -> None:
    register = UseCase(LoggedIn("", ""))
    async with on_stage(store, registration(register)) as person:
        seen = []
        for text in (ADDRESS, PASSWORD, PASSWORD):
            seen.append(person.focused)
            assert register.calls == []
            await person.enters(text)
        assert seen == ["address", "password", "confirmation"]
        assert register.calls == [(ADDRESS, PASSWORD)]


async def test_a_narrow_window_has_room_for_every_link(store: Store) -> None:
    async with on_stage(store, StepScreen(login_step(UseCase())), (40, 16)) as person:
        await person.sees("Forgot your password? I have a registration code")


async def test_a_refused_login_asks_for_the_password_again(store: Store) -> None:
    log_in = UseCase(InvalidCredentials())
    async with on_stage(store, StepScreen(login_step(log_in))) as person:
        await person.enters(ADDRESS, "wrong")
        await person.sees(f"✗ {InvalidCredentials()}")
        assert person.focused == "password"
        await person.enters("right")
        assert log_in.calls == [(ADDRESS, "wrong"), (ADDRESS, "right")]


async def test_a_busy_step_is_neither_used_again_nor_left(store: Store) -> None:
    verify, send = UseCase(held=True), UseCase(SENT)
    screen = code(verify, send)
    async with on_stage(store, screen) as person:
        await person.enters("012345")
        await person.sees("Checking…")
        await person.presses("enter", "enter", "escape", "f1", "f10", "ctrl+p", "ctrl+r")
        for button in ("#primary", "#send-again", "#back"):
            await person.clicks(button)
        assert person.screen is screen
        verify.let_go()
        await person.waits_for(lambda: screen not in person.app.screen_stack)
        assert (len(verify.calls), send.calls) == (1, [])


async def test_going_back_ends_the_step_without_an_answer(store: Store) -> None:
    answers: list[object] = []
    async with on_stage(store, code(UseCase())) as person:
        for way in ("escape", "#back"):
            await person.app.push_screen(code(UseCase()), answers.append)
            await (person.clicks(way) if way.startswith("#") else person.presses(way))
            await person.waits_for(lambda: answers)
            assert answers.pop() is None


async def test_a_password_that_is_too_old_ends_the_step_and_what_was_entered_is_kept(store: Store) -> None:
    answers: list[object] = []
    calls: list[str] = []

    async def send(address: str) -> str:
        calls.append(address)
        if len(calls) == 1:
            raise ReauthenticationRequired
        return "sent"

    step = Step(heading="A step", fields=(Text("address", "Address"),), primary="Send", calls=send, help="")
    async with on_stage(store, code(UseCase())) as person:
        person.app.push_screen(StepScreen(step), answers.append)
        await person.waits_for(lambda: person.focused == "address")
        await person.enters(ADDRESS)
        await person.waits_for(lambda: answers)
        assert isinstance(answers[0], ReauthenticationRequired)
        step.at_once = "primary"
        person.app.push_screen(StepScreen(step), answers.append)
        await person.waits_for(lambda: answers[1:] == ["sent"])
        assert calls == [ADDRESS, ADDRESS]


async def test_another_button_answers_the_step_and_keeps_what_was_entered(store: Store) -> None:
    answers: list[object] = []
    elsewhere = Action("elsewhere", "Elsewhere", answer="elsewhere")
    step: Step[str] = Step(
        heading="A step",
        fields=(Text("address", "Address"),),
        primary="Send",
        calls=UseCase(),
        actions=(elsewhere,),
        help="",
    )
    async with on_stage(store, code(UseCase())) as person:
        person.app.push_screen(StepScreen(step), answers.append)
        await person.waits_for(lambda: person.focused == "address")
        await person.pastes(ADDRESS)
        await person.clicks("#elsewhere")
        await person.waits_for(lambda: answers == ["elsewhere"])
        assert step.values == {"address": ADDRESS}


async def test_passwords_are_shown_and_hidden_by_key_and_by_mouse(store: Store) -> None:
    async with on_stage(store, registration(UseCase(InvalidAddress("No.")))) as person:
        await person.enters(ADDRESS, PASSWORD)
        await person.sees("Show")
        assert PASSWORD not in person.text
        await person.presses("f3")
        await person.sees(PASSWORD, "Hide")
        await person.clicks(".reveal")
        await person.sees("Show")
        assert PASSWORD not in person.text
        assert person.focused == "confirmation"
        await person.clicks(".reveal")
        await person.enters(PASSWORD)
        await person.sees("✗ No.", "Show")  # an error hides them again
        assert PASSWORD not in person.text


@pytest.mark.parametrize(
    "name", ["login, with a hint", "registration code, empty", "code for enabling", "delete, a fellow"]
)
async def test_tab_order_is_reading_order_and_show_is_outside_it(store: Store, name: str) -> None:
    state = state_named(name)
    page = state.page()
    async with on_stage(store, page) as person:
        await reach(person.pilot, state)
        first = page.focused
        order: list[Widget] = []
        while not order or page.focused is not first:
            assert page.focused is not None
            order.append(page.focused)
            await person.presses("tab")
        places = [(widget.region.y, widget.region.x) for widget in order]
        start = places.index(min(places))
        assert places[start:] + places[:start] == sorted(places)
        assert set(order) == {widget for widget in page.query("Field, Button") if widget.display}


@pytest.mark.parametrize(
    ("idle", "said"),
    [
        ("first run, filled in", "first run, passwords differ"),
        ("code for login, empty", "code for login, not sent again"),
    ],
)
async def test_nothing_moves_when_a_step_says_something(store: Store, idle: str, said: str) -> None:
    regions = []
    for name in (idle, said):
        state = state_named(name)
        page = state.page()
        async with on_stage(store, page, (60, 16)) as person:
            await reach(person.pilot, state)
            regions.append([widget.region for widget in page.query("#title-line, .label, Field, Button")])
    assert regions[0] == regions[1]


async def test_all_of_the_login_is_in_sight_in_a_small_terminal(store: Store) -> None:
    page = state_named("login, with a hint").page()
    async with on_stage(store, page, (60, 16)) as person:
        await person.waits_for(lambda: page.query("#primary"))
        assert page.query_one("#body").max_scroll_y == 0


async def test_a_refusal_is_in_sight_however_small_the_window_is(store: Store) -> None:
    async with on_stage(store, registration(UseCase(InvalidAddress("No."))), (60, 10)) as person:
        await person.enters(ADDRESS, PASSWORD, PASSWORD)
        await person.waits_for(lambda: person.focused == "address")
        await person.sees("✗ No.")


@pytest.mark.parametrize(("pasted", "field"), [(MAIL, "012345"), ("no code in here", "99no code in here")])
async def test_a_pasted_mail_fills_in_its_code_and_submits_nothing(
    store: Store, pasted: str, field: str
) -> None:
    verify = UseCase()
    async with on_stage(store, code(verify)) as person:
        await person.presses("9", "9")
        await person.pastes(pasted)
        assert value(person, "code") == field
        assert verify.calls == []
        await person.presses("enter")
        assert len(verify.calls) == 1


async def test_resending_a_code_says_so_and_readies_the_field(store: Store) -> None:
    send = UseCase(SENT)
    async with on_stage(store, code(UseCase(), send)) as person:
        for way in ("ctrl+r", "#send-again"):
            send.calls.clear()
            await person.pastes("012")
            await (person.clicks(way) if way.startswith("#") else person.presses(way))
            await person.waits_for(lambda: send.calls and not person.busy)
            await person.sees(NEW_CODE_SENT)
            assert len(send.calls) == 1
            assert value(person, "code") == ""
            assert person.focused == "code"


async def test_the_first_code_is_sent_at_once_and_its_address_and_expiry_are_shown(store: Store) -> None:
    send = UseCase(SENT, held=True)
    screen = StepScreen(CodeStep(None, send, UseCase(), sent_to="codes@example.net"))
    async with on_stage(store, screen) as person:
        await person.sees("We'll email the code to codes@example.net.", "Sending…")
        send.let_go()
        await person.sees("has been sent to c•••@example.net.", "until 09:14 UTC")
        assert NEW_CODE_SENT not in person.text
