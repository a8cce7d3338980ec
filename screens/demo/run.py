"""Run the demo. Everything it makes is gone when it ends."""

import asyncio
import secrets
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from platformdirs import user_log_path

from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox
from kstore_tui.core.clock import SteadyClock
from kstore_tui.core.origin import HERE
from kstore_tui.settings import read_settings
from kstore_tui.store import Store, build_store
from screens.demo.app import DemoApp

PASSWORD = "yellow-umbrella"  # noqa: S105 - the demo's login screen shows it
ADA = "ada@example.com"
"""Logs in with the password alone."""
BOB = "bob@example.com"
"""Gets a code at every login."""
BOBS_CODES = "bob.codes@example.net"
HINT = f"Demo: log in as {ADA}, or {BOB} (needs a code). Password: {PASSWORD}"


def run_demo(theme: str, mouse: bool) -> int:
    """Run the demo until the person quits; return the exit code."""
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, _end)  # until the app takes the signals over
    with tempfile.TemporaryDirectory(prefix="kstore-demo-") as folder:
        return asyncio.run(_run(Path(folder), theme, mouse))


def _end(number: int, frame: object) -> None:
    """Exit in a way that still deletes the folder."""
    raise SystemExit(128 + number)


async def _run(folder: Path, theme: str, mouse: bool) -> int:
    async with demo(folder, theme, user_log_path("kstore-tui", appauthor=False)) as app:
        return await app.run_program(mouse)


@asynccontextmanager
async def demo(folder: Path, theme: str, log_folder: Path) -> AsyncIterator[DemoApp]:
    """Make the demo's store and its mail server in a folder, and give the app over them."""
    inbox = Inbox(None)
    sink = Sink(inbox)
    await sink.start()
    try:
        given = {
            "database": str(folder / "store.sqlite3"),
            "smtp_url": sink.url,
            "bcrypt_cost": "8",  # quick: nobody's password is in there
            "theme": theme,
        }
        settings = read_settings(given, {})
        store = build_store(settings, SteadyClock(), secrets)
        await _make_accounts(store, inbox)
        inbox.clear()
        server = "{}:{}".format(*sink.address)
        yield DemoApp(store, inbox, server, origin=HERE, theme=theme, log_folder=log_folder, hint=HINT)
    finally:
        await sink.stop()
        inbox.close()


async def _make_accounts(store: Store, inbox: Inbox) -> None:
    """Register the two administrators with the use cases everyone's go through."""
    bob = await store.registration.register_first(BOB, PASSWORD, HERE)
    sent = await store.two_step.send_to_new_address(bob.session_id, BOBS_CODES)
    code = inbox.newest(1)[0].code or ""
    proof = await store.two_step.verify(bob.session_id, sent.challenge_id, code)
    await store.two_step.save(bob.session_id, proof)
    await store.administrators.register(bob.session_id, ADA)
    await store.mail_worker.drain()
    invitation = next(mail for mail in inbox.newest(10) if mail.code and ADA in mail.recipients)
    await store.invitations.redeem(ADA, invitation.code or "", PASSWORD, HERE)
    await store.mail_worker.drain()
    await store.sessions.log_out(bob.session_id)
