"""What fails is told, by whichever key; the view and the mail server go on."""

import logging
from pathlib import Path

import pytest

from devmail.cli.error_log import log_error, logged_errors_reported
from devmail.store.inbox import Inbox
from devmail.tui.viewer import Viewer
from tests.devmail.mails import TickingClock, code_mail, deliver, mail
from tests.devmail.tui.seen import message, rows, seen, server

SECRET = "".join(("se", "cr", "et"))
"""In no line of code, as those are in the log."""
KEYS = [*"clsmdxuf123456/aDF?", "right", "left", "down", "tab", "end", "escape", "escape"]


async def test_a_failing_inbox_is_reported_for_every_key_and_nothing_of_another_email_stays(
    inbox: Inbox,
) -> None:
    deliver(inbox, code_mail("012345"))
    deliver(inbox, mail())
    viewer = Viewer(inbox, server(inbox))
    async with viewer.run_test() as pilot:
        await pilot.press("5")
        await seen(pilot, "text/plain")
        inbox.close()
        await pilot.press("down")
        await pilot.pause()
        assert any("code 012345" in row for row in rows(pilot))
        assert "text/plain" not in "\n".join(rows(pilot))  # that was a part of the other
        for keys in ("m", "d", "D", "x", "3", "/a", "f"):
            viewer.say("")
            await pilot.press("escape", "escape", *keys)
            await pilot.app.workers.wait_for_complete()
            await pilot.pause()
            assert message(pilot).startswith("The inbox can't be "), keys
        await pilot.press(*KEYS)
        await viewer.workers.wait_for_complete()
        assert viewer.is_running


class BrokenInbox(Inbox):
    """One with a fault that nobody thought of."""

    def mark(self, id: int, marked: bool) -> None:
        raise ValueError(SECRET)


async def test_an_unexpected_error_is_one_line_and_a_log_without_email_content(
    clock: TickingClock, tmp_path: Path
) -> None:
    inbox = BrokenInbox(None, clock)
    deliver(inbox, mail())
    viewer = Viewer(
        inbox, server(inbox), report=lambda error: log_error(error, tmp_path / "state", clock.now)
    )
    async with viewer.run_test(size=(200, 24)) as pilot:
        log = tmp_path / "state" / "errors.log"
        await pilot.press("m")
        assert message(pilot) == f"Something went wrong (ValueError). Details are in {log}."
        deliver(inbox, code_mail("012345"))
        await seen(pilot, "code 012345")
    told = log.read_text()
    assert told.startswith("2026-03-14 09:00:0")
    assert "in mark" in told
    assert SECRET not in told
    assert (log.stat().st_mode & 0o777, log.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    inbox.close()


def test_a_log_that_cannot_be_written_is_mentioned(tmp_path: Path, clock: TickingClock) -> None:
    (tmp_path / "file").touch()
    told = log_error(ValueError(SECRET), tmp_path / "file", clock.now)
    assert told == "Something went wrong (ValueError). The details couldn't be saved."


def test_an_error_while_receiving_goes_to_the_log_and_not_into_the_output(
    tmp_path: Path, clock: TickingClock, capsys: pytest.CaptureFixture[str]
) -> None:
    with logged_errors_reported(lambda error: log_error(error, tmp_path, clock.now)):
        try:
            raise ValueError(SECRET)
        except ValueError:
            logging.getLogger("devmail").exception("A mail could not be taken")
    assert "ValueError" in (tmp_path / "errors.log").read_text()
    assert capsys.readouterr() == ("", "")
