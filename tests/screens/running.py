"""What tests of whole screens and flows share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from kstore_tui.core.results import LoggedIn
from kstore_tui.store import Store
from screens.base.palette import CommandList, Palette
from tests.journeys.faulty_smtp import closed_port
from tests.kstore_tui.support.mail import mailing
from tests.screens.person import LOGIN, Person
from tests.screens.waiting import until

T = TypeVar("T")
AT_SETTINGS = ["Home", "AccountSettings"]
AT_LOGIN = [LOGIN]
SENT = "An email containing the verification code has been sent to"
NOT_SENT = "✗ We couldn't send the verification code:"


async def of_the_database(store: Store, read: Callable[[], T]) -> T:
    """Read, or write, what the store keeps."""
    return await store.transactions.run(read)


def session_at(person: Person) -> LoggedIn:
    """Return the session of the person at the terminal."""
    session = person.app.navigator.session
    assert session is not None
    return session


async def by_palette(person: Person, name: str) -> None:
    """Choose a command from the palette with the arrow keys."""
    offered = await person.offered()
    commands = person.screen.query_one(CommandList)
    while commands.chosen != offered.index(name):
        await person.presses("down")
    await person.presses("enter")
    await until(person.pilot, lambda: not isinstance(person.screen, Palette))


@contextmanager
def mail_server_down(store: Store) -> Iterator[None]:
    """Let nothing listen where the store sends its mails, for a while."""
    with closed_port() as closed, mailing(store, closed.port):
        yield
