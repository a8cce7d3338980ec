"""A mail server that hangs over a notice keeps nobody waiting: not in a journey, not at the end."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest

from kstore_tui.database.models import OutgoingMail
from kstore_tui.store import Store
from screens.account.home import Home
from tests.journeys.faulty_smtp import answers_late, hangs
from tests.journeys.smtp_server import SmtpServer
from tests.kstore_tui.steps import OTHER_ADDRESS, PASSWORD, mailing_to, registered
from tests.screens.person import Person, at_terminal
from tests.screens.running import of_the_database
from tests.screens.waiting import until


@pytest.fixture
def hanging() -> Iterator[SmtpServer]:
    """A mail server that takes connections and never says a word."""
    with hangs() as server:
        yield server


async def _changes_the_password(person: Person) -> None:
    await person.opens_settings()
    await person.clicks("#change-password")
    await person.sees("Current password")
    await person.enters(PASSWORD, "eleven quiet lamps", "eleven quiet lamps")
    await person.sees("Your password was changed.")


async def _registers_another(person: Person) -> None:
    await person.clicks("#administrators")
    await person.sees("Search by address")
    await person.clicks("#register")
    await person.sees("Register administrators")
    await person.enters(OTHER_ADDRESS)
    await person.sees(f"We'll email a registration code to {OTHER_ADDRESS}.", "invited")


@pytest.mark.parametrize(
    ("journey", "kind"),
    [(_changes_the_password, "password changed"), (_registers_another, "registration code")],
)
async def test_a_journey_ends_the_program_goes_on_and_quits_while_its_mail_hangs(
    store: Store, hanging: SmtpServer, journey: Callable[[Person], Awaitable[None]], kind: str
) -> None:
    await registered(store)
    patient = mailing_to(store, hanging.port, answer_seconds=3600, patience_seconds=0.2)
    async with asyncio.timeout(60), at_terminal(patient) as person:
        await person.logs_in()
        await journey(person)
        await until(person.pilot, lambda: hanging.clients == 1)
        await person.presses("escape")
        await person.stands_on(Home)
        await person.presses("ctrl+q")
        await until(person.pilot, lambda: person.app._exit)
    assert hanging.clients == 1
    assert await of_the_database(store, lambda: [mail.kind for mail in OutgoingMail.select()]) == [kind]


async def test_who_quits_while_the_server_is_about_to_take_a_mail_has_it_sent_once(
    store: Store, server: SmtpServer
) -> None:
    await registered(store)
    with answers_late(0.5) as late:
        async with at_terminal(mailing_to(store, late.port)) as person:
            await person.logs_in()
            await _changes_the_password(person)
            await until(person.pilot, lambda: late.mails)
            await person.presses("ctrl+q")
        assert await of_the_database(store, lambda: OutgoingMail.select().count()) == 0
        assert (len(late.mails), server.mails) == (1, [])
