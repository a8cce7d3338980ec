"""From a forgotten password back to the login screen, with the real store and real mails."""

import pytest

from kstore_tui.core.errors import SessionEnded
from kstore_tui.store import Store
from screens.flows import enter as front_door
from screens.login.forgotten_password import ForgottenPasswordStep
from screens.login.login import LoginStep
from screens.login.reset_password import ResetPasswordStep
from screens.widgets.field import Field
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import ADDRESS, PASSWORD, registered, two_step_on
from tests.screens.person import Person, at_terminal
from tests.screens.running import AT_LOGIN, SENT
from tests.screens.waiting import until

NEW = "eleven quiet lamps"
ANSWER = "If this address has an account, a reset code has been mailed to it."


async def forgets(person: Person, address: str = ADDRESS) -> None:
    """Go from the login screen to where the reset code is entered."""
    await person.stands_on(LoginStep)
    await person.clicks("#forgotten")
    await person.stands_on(ForgottenPasswordStep)
    await person.enters(address)
    await person.stands_on(ResetPasswordStep)


async def code_mailed(person: Person, mailbox: Mailbox) -> str:
    """Wait for the mail, and return its code."""
    await until(person.pilot, lambda: len(mailbox.receivers) == 1)
    return mailbox.newest_code


async def test_a_forgotten_password_is_taken_anew_and_the_person_logs_in(
    store: Store, mailbox: Mailbox
) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await forgets(person)
        await person.sees(ANSWER)
        await person.enters(await code_mailed(person, mailbox), NEW, NEW)
        await person.sees(front_door.RESET, "Log in to the Kintone Store")
        assert person.stack == AT_LOGIN
        assert person.screen.query_one("#address", Field).value == ADDRESS
        assert person.focused == "password"
        await person.enters(NEW)
        await person.sees("Welcome.")


async def test_two_step_verification_is_not_skipped(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    await store.mail_worker.drain()
    mailed = len(mailbox.receivers)
    async with at_terminal(store) as person:
        await forgets(person)
        await until(person.pilot, lambda: len(mailbox.receivers) == mailed + 1)
        await person.enters(mailbox.newest_code, NEW, NEW)
        await person.sees(front_door.RESET)
        await person.enters(NEW)
        await person.sees(SENT)


async def test_an_unknown_address_sees_the_same_screens(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    shown = []
    for address in (ADDRESS, "nobody@example.com"):
        async with at_terminal(store) as person:
            await forgets(person, address)
            answered = person.text
            await person.enters("AAAA-AAAA-AAAA", NEW, NEW)
            await person.sees("✗ The reset code is wrong, or it has expired.")
            shown.append((answered, person.text))
    assert shown[0] == shown[1]
    assert ANSWER in shown[0][0]


async def test_what_was_typed_on_the_login_screen_stands_there_again(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.stands_on(LoginStep)
        await person.pastes(ADDRESS)
        await person.clicks("#forgotten")
        await person.stands_on(ForgottenPasswordStep)
        assert person.screen.query_one("#address", Field).value == ADDRESS
        await person.presses("enter")
        await person.stands_on(ResetPasswordStep)


async def test_escape_goes_back_step_by_step_and_keeps_the_address(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await forgets(person)
        await person.presses("escape")
        await person.stands_on(ForgottenPasswordStep)
        assert person.screen.query_one("#address", Field).value == ADDRESS
        await person.presses("escape")
        await person.stands_on(LoginStep)
        assert person.screen.query_one("#address", Field).value == ADDRESS


async def test_what_is_no_address_stays_to_be_mended(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.stands_on(LoginStep)
        await person.clicks("#forgotten")
        await person.stands_on(ForgottenPasswordStep)
        await person.enters("ami")
        await person.sees("✗ That is not an email address")
        assert person.focused == "address"
        await person.enters("@example.com")
        await person.stands_on(ResetPasswordStep)


async def test_a_refused_password_keeps_the_code_and_a_refused_code_keeps_the_password(
    store: Store, mailbox: Mailbox
) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await forgets(person)
        code = await code_mailed(person, mailbox)
        await person.enters(code, "password1", "password1")
        await person.sees("✗ That password is among the most common ones.")
        assert person.focused == "password"
        assert person.screen.query_one("#reset-code", Field).value == code
        await person.enters(NEW, PASSWORD)
        await person.sees("✗ The two passwords are not the same.")
        await person.enters(NEW)
        await person.sees(front_door.RESET)


async def test_a_session_elsewhere_is_over_and_told_why(store: Store, mailbox: Mailbox) -> None:
    session = await registered(store)
    async with at_terminal(store) as person:
        await forgets(person)
        await person.enters(await code_mailed(person, mailbox), NEW, NEW)
        await person.sees(front_door.RESET)
    with pytest.raises(SessionEnded, match="the password of your account was changed"):
        await store.sessions.account(session.session_id)


@pytest.mark.parametrize("hint", ["", "Log in as ada@example.com or bob@example.com with kintone-demo."])
async def test_all_of_the_login_screen_is_in_sight_in_a_small_terminal(store: Store, hint: str) -> None:
    await registered(store)
    async with at_terminal(store, size=(60, 16)) as person:
        person.app.navigator._hint = hint
        person.app.navigator.enter()
        await person.sees("Forgot your password?", "I have a registration code", "Login", hint)
        assert person.screen.query_one("#body").max_scroll_y == 0
