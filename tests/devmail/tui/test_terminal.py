"""devmail in a real terminal, with real mail."""

import re
import signal
import smtplib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.devmail.mails import HOSTILE, RECIPIENT, SENDER, code_mail
from tests.devmail.running import SECONDS, command
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.slow


def send(terminal: Terminal, *mails: bytes) -> None:
    """Send mails to the port that is named on the screen."""
    port = re.search(r"127\.0\.0\.1:(\d+)", terminal.text)
    assert port, terminal.text
    with smtplib.SMTP("127.0.0.1", int(port[1]), timeout=SECONDS) as client:
        for raw in mails:
            client.sendmail(SENDER, RECIPIENT, raw)


@contextmanager
def _devmail(folder: Path) -> Iterator[Terminal]:
    with Terminal(command(folder, "--port", "0"), also={"COLORTERM": "truecolor"}) as terminal:
        terminal.wait_for("No emails yet.")
        terminal.wait_for("q Quit")
        yield terminal


def test_mails_arrive_live_and_the_chosen_one_stays_chosen(tmp_path: Path) -> None:
    with _devmail(tmp_path) as terminal:
        send(terminal, code_mail("012345"))
        terminal.wait_for(" code 012345")
        terminal.wait_for("1 email  following")
        send(terminal, code_mail("482913"))
        terminal.wait_for(" code 482913")
        terminal.press("down")
        terminal.wait_for(" code 012345")
        terminal.wait_for("not following")
        send(terminal, code_mail("771204"))
        terminal.wait_for("3 emails")
        terminal.settle()
        assert terminal.find(" code 012345")
        assert [terminal.row(row).split()[-1] for row in (1, 2, 3)] == ["771204", "482913", "012345"]
        terminal.press("f")
        terminal.wait_for(" code 771204")


def test_nothing_is_sent_while_nothing_happens(tmp_path: Path) -> None:
    with _devmail(tmp_path) as terminal:
        send(terminal, code_mail("012345"))
        terminal.wait_for(" code 012345")
        terminal.settle()
        before = terminal.bytes_received
        terminal.settle(1)
        assert terminal.bytes_received == before


def test_c_hands_the_code_to_the_terminals_clipboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with _devmail(tmp_path) as terminal:
        send(terminal, code_mail("012345"))
        terminal.wait_for(" code 012345")
        sent = b""
        feed = terminal.display.feed

        def listen(data: bytes) -> None:
            nonlocal sent
            sent += data
            feed(data)

        monkeypatch.setattr(terminal.display, "feed", listen)
        terminal.press("c")
        terminal.wait_for("Sent 012345 to your terminal's clipboard.")
        assert b"\x1b]52;c;MDEyMzQ1\x07" in sent


@pytest.mark.parametrize(("sent", "code"), [(None, 0), (signal.SIGTERM, 128 + signal.SIGTERM)])
def test_the_end_leaves_the_terminal_as_it_was(
    sent: signal.Signals | None, code: int, tmp_path: Path
) -> None:
    with _devmail(tmp_path) as terminal:
        if sent is None:
            terminal.press("q")
        else:
            terminal.signal(sent)
        assert terminal.wait_exit() == code
        assert (terminal.left_changed, terminal.text.strip()) == (set(), "")


@pytest.mark.parametrize("stop", [None, signal.SIGSTOP, signal.SIGTSTP])
def test_stopped_and_continued_again_and_again_it_still_ends(
    tmp_path: Path, stop: signal.Signals | None
) -> None:
    with _devmail(tmp_path) as terminal:
        for _ in range(3):
            if stop is None:
                terminal.signal(signal.SIGCONT)
            else:
                terminal.stop_and_continue(stop)
            terminal.press("?")
            terminal.wait_for("copy the code")
            terminal.press("escape")
            terminal.wait_until(lambda: "copy the code" not in terminal.text, "list again")
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_a_hang_up_ends_it(tmp_path: Path) -> None:
    with _devmail(tmp_path) as terminal:
        terminal.hang_up()
        assert terminal.wait_exit() == 128 + signal.SIGHUP


def test_a_hostile_mail_moves_nothing_at_any_size(tmp_path: Path) -> None:
    with _devmail(tmp_path) as terminal:

        def keys_are_at_the_bottom() -> bool:
            return "? Help q Quit" in terminal.row(terminal.display.size[1] - 1)

        # A lone carriage return comes by no SMTP: it is rejected.
        send(terminal, HOSTILE.replace(b" \r return", b" return"), code_mail("012345"))
        terminal.wait_for(" code 012345")
        terminal.press("down")
        terminal.wait_for("[bold]not bold[/bold]")
        for columns, lines in ((40, 10), (200, 60), (80, 24)):
            terminal.resize(columns, lines)
            terminal.wait_until(keys_are_at_the_bottom, "keys at the bottom")
            terminal.wait_until(lambda: "2 emails  not following" in terminal.row(0), "title")
            terminal.wait_until(
                lambda: terminal.row(1).split("│")[0].rstrip().endswith(" 012345"), "code at the row's end"
            )
            assert len(terminal.text.split("\n")) == lines
        terminal.wait_for("日本語の長い行")
        assert terminal.display.title == ""


_BROKEN = """
import sys
from devmail.__main__ import main
from devmail.tui.mail_list import MailList
MailList._mail_line = lambda *_: 1 / 0  # no mail can be drawn
sys.exit(main(["--port", "0", "--memory", "--theme", "light"]))
"""


def test_when_the_view_cannot_go_on_the_mail_server_does_and_prints_lines(tmp_path: Path) -> None:
    also = {"XDG_STATE_HOME": str(tmp_path), "COLORTERM": "truecolor"}
    with Terminal([sys.executable, "-c", _BROKEN], also=also) as terminal:
        terminal.wait_for("No emails yet.")
        assert terminal.display._shown.buffer[5][5].bg == "fbfaf6"  # the light look, as it was asked for
        send(terminal, code_mail("012345"))
        terminal.wait_for("without its view.")
        terminal.wait_for("devmail is listening on")
        assert "Traceback" not in terminal.text
        assert terminal.left_changed == set()
        send(terminal, code_mail("482913"))
        terminal.wait_for("482913")
    assert "ZeroDivisionError" in (tmp_path / "devmail" / "errors.log").read_text()
