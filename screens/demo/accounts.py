"""The two administrators of the demo, made by the same use cases as everyone's."""

from devmail.store.inbox import Inbox
from kstore_tui.core.origin import HERE
from kstore_tui.core.passwords import hash_password
from kstore_tui.core.results import LoggedIn
from kstore_tui.store import Store

PASSWORD = "yellow-umbrella"  # noqa: S105 - it stands on the demo's login screen
PLAIN = "ada@example.com"
"""Logs in with the password alone."""
TWO_STEP = "bob@example.com"
"""Gets a code at every login."""
CODES_GO_TO = "bob.codes@example.net"

HINT = f"Demo: {PASSWORD} opens {PLAIN} and, with a code, {TWO_STEP}. F2 shows the mails."


async def make_accounts(store: Store, inbox: Inbox) -> None:
    """Make the two.

    Args:
        store: The demo's own store, empty.
        inbox: Where its mails arrive.
    """
    bob = await store.registration.register_first(TWO_STEP, PASSWORD, HERE)
    await _turn_on(store, inbox, bob)
    await store.mail_worker.drain()  # what tells of it is no mail for who tries the program out
    await store.sessions.log_out(bob.session_id)
    registration = store.registration
    await registration.work.run(registration.create, PLAIN, hash_password(PASSWORD, registration.bcrypt_cost))


async def _turn_on(store: Store, inbox: Inbox, session: LoggedIn) -> None:
    sent = await store.two_step.send_to_new_address(session.session_id, CODES_GO_TO)
    code = inbox.newest(1)[0].code or ""
    proof = await store.two_step.verify(session.session_id, sent.challenge_id, code)
    await store.two_step.save(session.session_id, proof)
