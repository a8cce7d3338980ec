"""What people who guess do in many tests."""

from kstore_tui.core.errors import StoreError
from kstore_tui.database.models import Administrator, OutgoingMail
from kstore_tui.store import Store
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import ADDRESS, ORIGIN, another_code, code_sent

WRONG_PASSWORD = "seven red bicycles"
ELSEWHERE = "198.51.100.66"
"""An origin that no account has logged in from."""


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
