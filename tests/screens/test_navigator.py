"""From everywhere there is a way to every other place, and nothing stays behind."""

import pytest

from kstore_tui.database.models import Administrator, Session
from kstore_tui.store import Store
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    ADDRESS,
    OTHER_ADDRESS,
    PASSWORD,
    VERIFICATION_ADDRESS,
    other_registered,
    registered,
    two_step_on,
)
from tests.screens.person import Person, at_terminal
from tests.screens.running import (
    AT_LOGIN,
    AT_SETTINGS,
    JOURNEYS,
    SENT,
    by_palette,
    of_the_database,
    session_at,
    starts,
    walks,
)
from tests.screens.waiting import until

IDLE_ENDS = "You were logged out after 15 minutes without any action."
DELETED = "You were logged out: this account does not exist any more."


async def leaves(person: Person, way: str) -> None:
    """Leave by `menu: …` or `palette: …`."""
    by, name = way.split(": ")
    await (person.chooses(name) if by == "menu" else by_palette(person, name))


async def logs_in(person: Person, mailbox: Mailbox) -> None:
    await person.enters(ADDRESS, PASSWORD)
    await until(person.pilot, lambda: "Home" in person.stack or SENT in person.text)
    if person.stack != ["Home"]:
        await person.enters(mailbox.newest_code)
    await person.sees("Welcome.")


@pytest.mark.parametrize(
    ("journey", "way"),
    [("enable", "palette: Account Settings"), ("disable", "menu: Log out")],  # to change is made of both
)
async def test_a_journey_can_be_left_at_each_of_its_steps(
    store: Store, mailbox: Mailbox, journey: str, way: str
) -> None:
    await (registered(store) if journey == "enable" else two_step_on(store, mailbox))
    async with at_terminal(store) as person:
        await person.sees("Log in to the Kintone Store")
        await logs_in(person, mailbox)
        for steps in range(len(JOURNEYS[journey])):
            await walks(person, mailbox, journey, steps)
            await until(person.pilot, lambda: len(person.stack) == 3 and not person.busy)
            await leaves(person, way)
            if "Log out" in way:
                await person.sees("You have been logged out.")
                assert person.stack == AT_LOGIN
                assert person.running() == ["journey"]
                await logs_in(person, mailbox)
            else:
                await person.sees("This terminal since")
                assert person.stack == AT_SETTINGS
            await until(person.pilot, lambda: not person.running())


async def test_the_security_rules_lead_out_of_a_journey(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await walks(person, mailbox, "enable", 2)
        await by_palette(person, "Security rules")
        await until(person.pilot, lambda: person.stack == [*AT_SETTINGS, "SecurityRules"])
        await until(person.pilot, lambda: not person.running())


async def test_the_question_for_the_password_can_be_left_in_the_middle_of_a_journey(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await walks(person, mailbox, "enable", 1)
        clock.advance(minutes=6)
        await person.enters(VERIFICATION_ADDRESS)
        await person.sees("Enter your password again")
        assert person.stack == [*AT_SETTINGS, "Enter your password again"]
        await person.chooses("Account Settings")
        await person.sees("This terminal since")
        assert person.stack == AT_SETTINGS
        await until(person.pilot, lambda: not person.running())
        assert mailbox.receivers == []


async def test_the_code_for_a_login_has_no_menu_and_survives_a_change_of_the_look(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    async with at_terminal(store) as person:
        await person.sees("Log in to the Kintone Store")
        await person.enters(ADDRESS, PASSWORD)
        await person.sees(SENT)
        await person.presses("f10")
        await person.stands_on("Enter the verification code")
        await by_palette(person, "Change appearance")
        await person.enters(mailbox.newest_code)
        await person.sees("Welcome.")


@pytest.mark.parametrize("steps", [0, 1, 3])
async def test_a_session_that_has_ended_ends_a_journey_at_the_login(
    store: Store, mailbox: Mailbox, clock: MovableClock, steps: int
) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await walks(person, mailbox, "enable", steps)
        await until(person.pilot, lambda: len(person.stack) == 3)
        clock.advance(minutes=15)
        await person.presses("enter")
        await person.sees(IDLE_ENDS, "Log in to the Kintone Store")
        assert person.stack == AT_LOGIN
        await until(person.pilot, lambda: person.running() == ["journey"])
        await person.logs_in()
        await walks(person, mailbox, "enable", 1)


@pytest.mark.parametrize("at", ["Home", "AccountSettings", "the address"])
async def test_a_deleted_account_is_told_at_the_next_action(store: Store, mailbox: Mailbox, at: str) -> None:
    await registered(store)
    await other_registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await (person.opens_settings() if at == "AccountSettings" else person.presses("down"))
        if at == "the address":
            await walks(person, mailbox, "enable", 1)
        await of_the_database(
            store, Administrator.delete().where(Administrator.login_address == ADDRESS).execute
        )
        if at == "the address":
            await person.enters(VERIFICATION_ADDRESS)
        else:
            await (person.clicks("#set-up") if at == "Home" else person.presses("escape"))
        await person.sees(f"✗ {DELETED}", "Log in to the Kintone Store")
        assert person.stack == AT_LOGIN
        await person.logs_in(OTHER_ADDRESS)


@pytest.mark.parametrize("way", ["menu: Log out", "palette: Quit", "ctrl+q"])
async def test_whoever_goes_ends_the_session(store: Store, way: str) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await starts(person, "enable")
        session = session_at(person).session_id
        assert await of_the_database(store, lambda: Session.get_by_id(session).ended_at) is None
        await (person.presses(way) if way == "ctrl+q" else leaves(person, way))
        if "Log out" in way:
            await person.sees("You have been logged out.")
            assert await of_the_database(store, lambda: Session.get_by_id(session).ended_at) is not None
    assert await of_the_database(store, lambda: Session.get_by_id(session).ended_at) is not None
