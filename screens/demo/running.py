"""Running the demo: everything that it makes is gone at its end."""

import asyncio
import secrets
import signal
import tempfile
from pathlib import Path

from platformdirs import user_log_path

from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox
from kstore_tui.core.clock import SteadyClock
from kstore_tui.core.origin import HERE
from kstore_tui.mail.server import MailServer
from kstore_tui.settings import Settings
from kstore_tui.store import Store, build_store
from screens.demo.accounts import HINT, make_accounts
from screens.demo.app import DemoApp

_BCRYPT_COST = 8  # quick: nobody's password is in there


def run_demo(theme: str, mouse: bool) -> int:
    """Run the demo until the person quits.

    Args:
        theme: `dark` or `light`.
        mouse: Whether the program takes the mouse.

    Returns:
        The exit code.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)  # until the app takes the signals over
    with tempfile.TemporaryDirectory(prefix="kstore-demo-") as folder:
        return asyncio.run(_run(Path(folder), theme, mouse))


def _end(number: int, frame: object) -> None:
    """End so that what was made is cleared away."""
    raise SystemExit(128 + number)


async def _run(folder: Path, theme: str, mouse: bool) -> int:
    await _prepare(folder, theme)
    inbox = Inbox(None)
    sink = Sink(inbox)
    await sink.start()
    try:
        app = DemoApp(
            _store(folder, sink, theme),
            inbox,
            "{}:{}".format(*sink.address),
            origin=HERE,
            theme=theme,
            log_folder=user_log_path("kstore-tui", appauthor=False),
            hint=HINT,
        )
        code = await app.run_async(mouse=mouse)
        return code or app.return_code or 0
    finally:
        await sink.stop()
        inbox.close()


async def _prepare(folder: Path, theme: str) -> None:
    """Make the accounts; the mails that this takes go to an inbox of their own, which nobody sees."""
    inbox = Inbox(None)
    sink = Sink(inbox)
    await sink.start()
    try:
        await make_accounts(_store(folder, sink, theme), inbox)
    finally:
        await sink.stop()
        inbox.close()


def _store(folder: Path, sink: Sink, theme: str) -> Store:
    settings = Settings(
        database=str(folder / "store.sqlite3"),
        mail_server=MailServer(*sink.address),
        bcrypt_cost=_BCRYPT_COST,
        theme=theme,
    )
    return build_store(settings, SteadyClock(), secrets)
