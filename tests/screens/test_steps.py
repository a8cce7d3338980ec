"""A step asks one thing, can be used by keys and by mouse, and cannot be used twice at once."""

from typing import Any

import pytest
from textual.widget import Widget

from kstore_tui.core.errors import InvalidAddress, InvalidCredentials, InvalidPassword
from kstore_tui.core.results import LoggedIn
from kstore_tui.store import Store
from screens.base.step import Step
from screens.login.first_registration import RegisterFirstStep
from screens.login.login import LoginStep
from screens.widgets.field import Field
from tests.screens.stage import on_stage, reach
from tests.screens.states import STATES, state_named
from tests.screens.states.state import State
from tests.screens.use_cases import UseCase
from tests.screens.waiting import until

OF_STEPS = [state for state in STATES if issubclass(state.screen, Step)]
FIRST_OF_STEPS = list({state.screen: state for state in reversed(OF_STEPS)}.values())


async def test_enter_goes_to_the_next_field_and_submits_in_the_last(store: Store) -> None:
    register = UseCase(LoggedIn("", ""))
    async with on_stage(store, RegisterFirstStep(register)) as person:
        seen = []
        for text in ("ada@example.com", "yellow-umbrella", "yellow-umbrella"):
            seen.append(person.focused)
            assert register.calls == []
            await person.enters(text)
        assert seen == ["address", "password", "confirmation"]
        assert register.calls == [("ada@example.com", "yellow-umbrella")]


async def test_two_different_passwords_are_no_try(store: Store) -> None:
    register = UseCase()
    async with on_stage(store, RegisterFirstStep(register)) as person:
        await person.enters("ada@example.com", "yellow-umbrella", "yellow-umbrela")
        await person.sees("✗ The two passwords are not the same.")
        assert register.calls == []
        assert person.focused == "confirmation"
        assert person.screen.query_one("#confirmation", Field).value == ""


@pytest.mark.parametrize(
    ("refusal", "focused", "kept"),
    [
        (InvalidAddress("No."), "address", "yellow-umbrella"),
        (InvalidPassword("No."), "password", ""),
    ],
)
async def test_a_refused_registration_goes_back_to_the_field_that_it_is_about(
    store: Store, refusal: Any, focused: str, kept: str
) -> None:
    async with on_stage(store, RegisterFirstStep(UseCase(refusal))) as person:
        await person.enters("ada@example.com", "yellow-umbrella", "yellow-umbrella")
        await person.sees("✗ No.")
        assert person.focused == focused
        assert person.screen.query_one("#password", Field).value == kept
        assert person.screen.query_one("#address", Field).value == "ada@example.com"


async def test_a_refused_login_asks_for_the_password_anew_and_the_second_try_works(store: Store) -> None:
    log_in = UseCase(InvalidCredentials())
    async with on_stage(store, LoginStep(log_in)) as person:
        await person.enters("ada@example.com", "wrong")
        await person.sees("✗ The email address or the password is wrong.")
        assert person.focused == "password"
        await person.enters("right")
        assert log_in.calls == [("ada@example.com", "wrong"), ("ada@example.com", "right")]


async def test_enter_and_button_pressed_again_while_busy_do_nothing(store: Store) -> None:
    log_in = UseCase(LoggedIn("", ""), held=True)
    step = LoginStep(log_in)
    async with on_stage(store, step) as person:
        await person.enters("ada@example.com", "yellow-umbrella")
        await person.sees("Checking…")
        await person.presses("enter", "enter")
        await person.clicks("#primary")
        await person.clicks("#primary")
        log_in.let_go()
        await until(person.pilot, lambda: step not in person.app.screen_stack)
        assert len(log_in.calls) == 1


@pytest.mark.parametrize("key", ["escape", "f1", "f10", "ctrl+p"])
@pytest.mark.parametrize("name", ["address for codes, sending", "code for disabling, sending"])
async def test_a_busy_step_cannot_be_left(store: Store, name: str, key: str) -> None:
    state = state_named(name)
    page = state.page()
    async with on_stage(store, page) as person:
        await reach(person.pilot, state)
        await person.presses(key)
        assert person.screen is page
        assert page.busy


@pytest.mark.parametrize("target", ["#back", "#account"])
async def test_a_busy_step_cannot_be_left_by_mouse(store: Store, target: str) -> None:
    state = state_named("address for codes, sending")
    page = state.page()
    async with on_stage(store, page) as person:
        await reach(person.pilot, state)
        await person.clicks(target)
        assert person.screen is page


@pytest.mark.parametrize("way", ["f3", "the word Show"])
async def test_passwords_are_shown_and_hidden_by_key_and_by_mouse(store: Store, way: str) -> None:
    async with on_stage(store, RegisterFirstStep(UseCase())) as person:

        async def reveal() -> None:
            await (person.presses("f3") if way == "f3" else person.clicks(".reveal"))

        await person.enters("ada@example.com", "yellow-umbrella")
        await person.sees("Show")
        assert "yellow-umbrella" not in person.text
        await reveal()
        await person.sees("yellow-umbrella", "Hide")
        await reveal()
        await person.sees("Show")
        assert "yellow-umbrella" not in person.text
        assert person.focused == "confirmation"


@pytest.mark.parametrize("state", FIRST_OF_STEPS, ids=lambda state: state.screen.__name__)
async def test_tab_order_is_reading_order_and_show_is_outside_it(store: Store, state: State) -> None:
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


@pytest.mark.parametrize("size", [(80, 24), (60, 16)], ids=str)
@pytest.mark.parametrize(
    ("idle", "said"),
    [
        ("login, filled in", "login, code not sent"),
        ("first run, filled in", "first run, passwords differ"),
        ("code for login, empty", "code for login, not sent again"),
        ("address for codes, empty", "address for codes, not sent"),
    ],
)
async def test_nothing_moves_when_a_step_says_something(
    store: Store, idle: str, said: str, size: tuple[int, int]
) -> None:
    regions = []
    for name in (idle, said):
        state = state_named(name)
        page = state.page()
        async with on_stage(store, page, size) as person:
            await reach(person.pilot, state)
            regions.append([widget.region for widget in page.query("#title-line, .label, Field, Button")])
    assert regions[0] == regions[1]
