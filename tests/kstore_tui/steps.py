"""What people do in many tests, under plain names."""

from kstore_tui.core.codes import Purpose
from kstore_tui.core.results import CodeSent, LoggedIn, Proof
from kstore_tui.database.models import Administrator, OutgoingMail
from kstore_tui.store import Store
from tests.kstore_tui.mailbox import Mailbox

ADDRESS = "ami@example.com"
PASSWORD = "seven green bicycles"
VERIFICATION_ADDRESS = "ami.codes@example.net"
NEW_ADDRESS = "elsewhere@example.org"
OTHER_ADDRESS = "ken@example.com"
ORIGIN = "203.0.113.7"


async def registered(store: Store) -> LoggedIn:
    """Register the first administrator, and empty the outbox."""
    session = await store.registration.register_first(ADDRESS, PASSWORD, ORIGIN)
    await store.transactions.run(lambda: OutgoingMail.delete().execute())
    return session


async def other_registered(store: Store) -> LoggedIn:
    """Register another administrator with the same password, and log them in."""

    def register() -> None:
        kept = Administrator.get(Administrator.login_address == ADDRESS).password_hash
        store.registration.create(OTHER_ADDRESS, kept)

    await store.transactions.run(register)
    return await session_of(store, OTHER_ADDRESS)


async def session_of(store: Store, address: str = ADDRESS) -> LoggedIn:
    """Log in where no code is asked for."""
    outcome = await store.login.log_in(address, PASSWORD, ORIGIN)
    assert isinstance(outcome, LoggedIn)
    return outcome


async def code_sent(store: Store, address: str = ADDRESS, origin: str = ORIGIN) -> CodeSent:
    """Log in where a code is asked for."""
    outcome = await store.login.log_in(address, PASSWORD, origin)
    assert isinstance(outcome, CodeSent)
    return outcome


async def logged_in_with_code(store: Store, mailbox: Mailbox) -> LoggedIn:
    return await store.login.verify((await code_sent(store)).challenge_id, mailbox.newest_code)


async def new_address_proved(
    store: Store,
    mailbox: Mailbox,
    session: str,
    address: str = VERIFICATION_ADDRESS,
    old: Proof | None = None,
) -> Proof:
    """Send a code to a new address and enter it."""
    sent = await store.two_step.send_to_new_address(session, address, old)
    return await store.two_step.verify(session, sent.challenge_id, mailbox.newest_code)


async def present_address_proved(store: Store, mailbox: Mailbox, session: str, purpose: Purpose) -> Proof:
    """Send a code to the current address and enter it."""
    wanted = await store.two_step.ask_current_address(session, purpose)
    await store.two_step.send(session, wanted.challenge_id)
    return await store.two_step.verify(session, wanted.challenge_id, mailbox.newest_code)


async def enabled(store: Store, mailbox: Mailbox, session: str, address: str = VERIFICATION_ADDRESS) -> None:
    await store.two_step.save(session, await new_address_proved(store, mailbox, session, address))


async def two_step_on(store: Store, mailbox: Mailbox) -> LoggedIn:
    session = await registered(store)
    await enabled(store, mailbox, session.session_id)
    return session


async def two_step_is_on(store: Store, session: str) -> bool:
    """Return whether logging in to the session's account asks for a code."""
    return (await store.sessions.account(session)).two_step_is_on


def another_code(code: str) -> str:
    """Return a code that is not this one."""
    return str((int(code) + 1) % 10**6).zfill(6)
