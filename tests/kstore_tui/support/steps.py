"""What people do in many tests, under plain names; people who guess, and many administrators."""

from typing import Any

from peewee import chunked

from kstore_tui.core.addresses import fold
from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import StoreError
from kstore_tui.core.results import CodeSent, LoggedIn, Proof
from kstore_tui.database.models import Administrator, OutgoingMail, Token
from kstore_tui.store import Store
from kstore_tui.verification.tokens import TokenKind
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox

ADDRESS = "ami@example.com"
PASSWORD = "seven green bicycles"
VERIFICATION_ADDRESS = "ami.codes@example.net"
NEW_ADDRESS = "elsewhere@example.org"
OTHER_ADDRESS = "ken@example.com"
ORIGIN = "203.0.113.7"
ELSEWHERE = "198.51.100.66"
"""An origin that no account has logged in from."""
NEW_PASSWORD = "eleven quiet lamps"
WRONG_PASSWORD = "seven red bicycles"


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


async def password_tried(
    store: Store, password: str = WRONG_PASSWORD, address: str = ADDRESS, origin: str = ORIGIN
) -> str:
    """Try a password; return the line that the person is told, or nothing when they get further."""
    try:
        await store.login.log_in(address, password, origin)
    except StoreError as refusal:
        return str(refusal)
    return ""


async def guessed(store: Store, mailbox: Mailbox, clock: MovableClock, times: int) -> None:
    """Try so many wrong codes, over as many logins as that takes, without being sent too many."""
    while times > 0:
        clock.advance(minutes=6)
        sent = await code_sent(store)
        for _ in range(min(times, 5)):
            try:
                await store.login.verify(sent.challenge_id, another_code(mailbox.newest_code))
            except StoreError:
                times -= 1


async def set_account(store: Store, address: str = ADDRESS, **columns: object) -> None:
    """Set columns of an account that would take many steps to reach."""
    await store.transactions.run(
        lambda: Administrator.update(**columns).where(Administrator.login_address == address).execute()
    )


async def kept_of(store: Store, address: str = ADDRESS) -> Administrator:
    return await store.transactions.run(lambda: Administrator.get(Administrator.login_address == address))


async def notices(store: Store, *kinds: str) -> list[tuple[str, str]]:
    """Return the notices of some kinds that wait to be sent: kind and receiver."""
    return await store.transactions.run(
        lambda: [
            (mail.kind, mail.to)
            for mail in OutgoingMail.select().order_by(OutgoingMail.made_at)
            if mail.kind in kinds
        ]
    )


async def accounts(store: Store, *addresses: str, invited: bool = False) -> None:
    """Create accounts with any addresses, which are their ids too; the invited have been mailed a code."""
    now = store.clock()
    rows = [
        {
            "id": address,
            "login_address": address,
            "login_key": fold(address),
            "password_hash": "" if invited else "x",
            "password_changed_at": now,
            "registered_at": now,
            "registered_by": address,
        }
        for address in addresses
    ]
    codes: list[dict[str, Any]] = [
        {
            "id": row["id"],
            "administrator": row["id"],
            "kind": TokenKind.REGISTRATION,
            "mail_id": row["id"],
            "digest": "",
            "made_at": now,
            "was_sent": True,
        }
        for row in rows
    ]

    def insert() -> None:
        for some in chunked(rows, 100):
            Administrator.insert_many(some).execute()
        for some in chunked(codes if invited else [], 100):
            Token.insert_many(some).execute()

    await store.transactions.run(insert)


def numbered(count: int) -> tuple[str, ...]:
    """Return so many addresses, in order; they sort after the other addresses of tests."""
    return tuple(f"n{number:03}@example.com" for number in range(count))
