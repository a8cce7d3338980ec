"""The journeys of Account Settings as a person walks them, one step after another."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from textual.command import CommandList

from kstore_tui.core.results import LoggedIn
from kstore_tui.database.models import Administrator
from kstore_tui.store import Store
from screens.widgets.palette import Palette
from tests.journeys.faulty_smtp import closed_port
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import NEW_ADDRESS, VERIFICATION_ADDRESS
from tests.kstore_tui.transport import mailing
from tests.screens.person import LOGIN, Person
from tests.screens.waiting import until

T = TypeVar("T")
AT_SETTINGS = ["Home", "AccountSettings"]
AT_LOGIN = [LOGIN]
SENT = "An email containing the verification code has been sent to"
NOT_SENT = "✗ The verification code could not be sent:"
TOO_MANY = "✗ Too many wrong codes. Start again to get a new code."
CHANGED_ELSEWHERE = "✗ Two-step verification was changed elsewhere meanwhile. Nothing was changed here."
ENDED_BY_CHANGE = "You were logged out: the two-step verification of your account was changed."

Step = Callable[[Person, Mailbox], Awaitable[None]]
"""Does what a step asks for, and waits for the next one."""


async def verification_address(store: Store) -> str | None:
    """Return where the only account's codes go."""
    return await of_the_database(store, lambda: Administrator.get().verification_address)


async def of_the_database(store: Store, read: Callable[[], T]) -> T:
    """Read, or write, what the store keeps."""
    return await store.transactions.run(read)


def session_at(person: Person) -> LoggedIn:
    """Return the session of the person at the terminal."""
    session = person.app.navigator.session
    assert session is not None
    return session


async def starts(person: Person, way: str) -> None:
    """Go to Account Settings and press one of its buttons."""
    await person.opens_settings()
    await person.clicks(f"#{way}")


async def by_palette(person: Person, name: str) -> None:
    """Choose a command from the palette with the arrow keys."""
    offered = await person.offered()
    commands = person.screen.query_one(CommandList)
    while commands.highlighted != offered.index(name):
        await person.presses("down")
    await person.presses("enter")
    await until(person.pilot, lambda: not isinstance(person.screen, Palette))


async def reads_recommendation(person: Person, mailbox: Mailbox) -> None:
    """Go on from the recommendation."""
    await person.sees("We recommend registering", "Step 1 of 4")
    await person.presses("enter")
    await person.sees("Where should the codes be sent?")


async def _enters_address(person: Person, address: str) -> None:
    await person.sees("Where should the codes be sent?", "Step 2 of 4")
    await person.enters(address)
    await person.sees(f"{SENT} {address}.", "Step 3 of 4")


async def enters_address(person: Person, mailbox: Mailbox) -> None:
    """Have a code sent to the first address for codes."""
    await _enters_address(person, VERIFICATION_ADDRESS)


async def enters_new_address(person: Person, mailbox: Mailbox) -> None:
    """Have a code sent to the address that takes the place of the first one."""
    await _enters_address(person, NEW_ADDRESS)


async def _enters_code(person: Person, mailbox: Mailbox, position: str, next_step: str) -> None:
    await person.sees(SENT, position)
    await person.enters(mailbox.newest_code)
    await person.sees(next_step)


async def enters_code_of_new(person: Person, mailbox: Mailbox) -> None:
    """Prove the new address."""
    await _enters_code(person, mailbox, "Step 3 of 4", "Step 4 of 4")


async def enters_code_of_old(person: Person, mailbox: Mailbox) -> None:
    """Prove the present address, to change it."""
    await _enters_code(person, mailbox, "Step 1 of 4", "Step 2 of 4")


async def enters_code_to_disable(person: Person, mailbox: Mailbox) -> None:
    """Prove the present address, to turn two-step verification off."""
    await _enters_code(person, mailbox, "Step 1 of 2", "Step 2 of 2")


async def says_the_last_word(person: Person, mailbox: Mailbox) -> None:
    """Press the button that the last step stands on."""
    await person.presses("enter")
    await until(person.pilot, lambda: person.stack == AT_SETTINGS)


JOURNEYS: dict[str, tuple[Step, ...]] = {
    "enable": (reads_recommendation, enters_address, enters_code_of_new, says_the_last_word),
    "change": (enters_code_of_old, enters_new_address, enters_code_of_new, says_the_last_word),
    "disable": (enters_code_to_disable, says_the_last_word),
}
"""The steps by the button that begins them."""


async def walks(person: Person, mailbox: Mailbox, way: str, steps: int | None = None) -> None:
    """Begin a journey from Account Settings and do its first steps, or all of them."""
    await starts(person, way)
    for step in JOURNEYS[way][:steps]:
        await step(person, mailbox)


@contextmanager
def mail_server_down(store: Store) -> Iterator[None]:
    """Let nothing listen where the store sends its mails, for a while."""
    with closed_port() as closed, mailing(store, closed.port):
        yield
