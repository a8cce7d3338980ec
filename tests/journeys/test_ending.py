"""What is under way when the program is told to end: it is brought to its end, and nobody waits long."""

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kstore_tui.mail.smtp import MailServer
from kstore_tui.settings import Settings
from kstore_tui.store import build_store
from tests.journeys.faulty_smtp import answers_late, recording
from tests.journeys.kstore import environment, program
from tests.journeys.terminal import Terminal
from tests.kstore_tui.support import steps
from tests.kstore_tui.support.mail import Mailbox

pytestmark = pytest.mark.slow

ADA = "ada@example.com"
PASSWORD = "yellow-umbrella"


def _outbox(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "store.sqlite3")) as store:
        return [kind for (kind,) in store.execute("SELECT kind FROM outgoing_mail")]


def test_a_mail_that_the_server_is_about_to_take_is_sent_once(tmp_path: Path) -> None:
    with (
        answers_late(0.5) as late,
        Terminal(
            program(tmp_path, "--smtp", f"smtp://127.0.0.1:{late.port}"), environment=environment(tmp_path)
        ) as terminal,
    ):
        terminal.wait_for("Register the first administrator")
        terminal.type(f"{ADA}\r{PASSWORD}\r{PASSWORD}\r")
        late.wait_for_mail()  # that an account was registered
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_exit() == 128 + signal.SIGTERM
        assert len(late.mails) == 1
    assert _outbox(tmp_path) == []


@pytest.mark.parametrize("way", ["hang up", "SIGTERM"])
async def test_a_login_that_waits_for_its_code_is_given_up_and_its_owner_mailed(
    tmp_path: Path, way: str
) -> None:
    with recording() as server:
        mailbox = Mailbox(server)
        settings = Settings(
            str(tmp_path / "store.sqlite3"), MailServer("127.0.0.1", server.port), bcrypt_cost=4
        )
        store = build_store(settings)
        await steps.two_step_on(store, mailbox)
        await store.mail_worker.drain()
        with Terminal(
            program(tmp_path, "--smtp", f"smtp://127.0.0.1:{server.port}"), environment=environment(tmp_path)
        ) as terminal:
            terminal.wait_for("Log in to the Kintone Store")
            terminal.type(f"{steps.ADDRESS}\r{steps.PASSWORD}\r")
            terminal.wait_for("Enter the verification code")
            if way == "hang up":
                terminal.hang_up()
            else:
                terminal.signal(signal.SIGTERM)
            terminal.wait_exit()
        assert mailbox.receivers[-1] == steps.ADDRESS
        assert "Someone entered the right password" in mailbox.newest_text
