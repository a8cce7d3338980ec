"""Into a pipe, devmail prints one line a mail, at once."""

import asyncio
import json
import re
import signal
import smtplib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from devmail.cli.lines import print_lines
from devmail.cli.mail_lines import line_of
from devmail.store.inbox import Inbox
from tests.devmail.mails import HOSTILE, LINK, RECIPIENT, SENDER, code_mail, deliver, link_mail, mail
from tests.devmail.running import SECONDS, line, running


def test_a_mail_is_one_line_with_its_code(inbox: Inbox) -> None:
    kept = inbox.add("", ["a@example.com", "b@example.com"], code_mail("012345"))
    assert line_of(kept) == "2026-03-14 09:00:01\ta@example.com, b@example.com\tYour code\t012345"


def test_a_mail_without_a_code_or_a_link_has_its_last_field_empty(inbox: Inbox) -> None:
    assert line_of(deliver(inbox, mail(subject="Hi"))) == f"2026-03-14 09:00:01\t{RECIPIENT}\tHi\t"


def test_a_link_stands_in_the_codes_place_where_there_is_no_code(inbox: Inbox) -> None:
    assert line_of(deliver(inbox, link_mail())).split("\t")[3] == LINK


def test_a_hostile_mail_is_one_line_with_four_fields(inbox: Inbox) -> None:
    written = line_of(inbox.add("", ["a\tb\n\x1b[2J@example.com"], HOSTILE))
    assert written.split("\t")[1:] == [
        "a b ␛[2J@example.com",
        "␛[31mred␛[0m [bold]markup[/] \ufffdevil\ufffd [b]",
        "",
    ]


def test_lines_come_as_the_mails_do_and_a_termination_ends_them(tmp_path: Path) -> None:
    with running(tmp_path) as devmail:
        assert re.fullmatch(r"devmail listens on smtp://127\.0\.0\.1:[1-9]\d*", devmail.ready)
        for code in ("012345", "482913"):
            devmail.send(code_mail(code))
            fields = line(devmail.stdout).split("\t")
            assert fields[1:] == [RECIPIENT, "Your code", code]
            assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", fields[0])
        devmail.process.send_signal(signal.SIGTERM)
        assert devmail.process.wait(SECONDS) == 128 + signal.SIGTERM
        assert devmail.stdout.read() == devmail.stderr.read() == b""


def test_as_json_each_mail_is_an_object_on_a_line_at_once(tmp_path: Path) -> None:
    with running(tmp_path, "--json") as devmail:
        for code in ("012345", "482913"):
            devmail.send(code_mail(code))
            told = json.loads(line(devmail.stdout))
            assert (told["recipients"], told["subject"], told["code"]) == ([RECIPIENT], "Your code", code)
            assert datetime.fromisoformat(told["received_at"]).utcoffset() == timedelta(0)


def test_in_memory_no_file_is_made(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    with running(None, "--memory", "--keep", "1", also=home) as devmail:
        for code in ("012345", "482913"):
            devmail.send(code_mail(code))
            assert line(devmail.stdout).endswith(f"\t{code}")
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_quietly(number: signal.Signals, code: int, tmp_path: Path) -> None:
    with running(tmp_path) as devmail:
        devmail.process.send_signal(number)
        assert devmail.process.wait(SECONDS) == code
        assert devmail.stdout.read() == devmail.stderr.read() == b""


def test_a_closed_pipe_ends_it_quietly_once_the_next_mail_is_kept(tmp_path: Path) -> None:
    with running(tmp_path) as devmail:
        devmail.stdout.close()
        devmail.send(code_mail("012345"))
        assert devmail.process.wait(SECONDS) == 0
        assert devmail.stderr.read() == b""
    assert _codes(tmp_path) == ["012345"]


def test_a_mail_that_was_taken_outlives_a_kill(tmp_path: Path) -> None:
    with running(tmp_path) as devmail:
        devmail.send(code_mail("012345"))
        devmail.process.kill()
        devmail.process.wait(SECONDS)
    assert _codes(tmp_path) == ["012345"]


def test_a_locale_that_cannot_say_a_subject_loses_no_line(tmp_path: Path) -> None:
    with running(tmp_path, also={"PYTHONIOENCODING": "ascii"}) as devmail:
        devmail.send(mail("認証コード 012345", "確認"))
        assert line(devmail.stdout).split("\t")[2:] == [r"\u78ba\u8a8d", "012345"]


def test_a_reader_that_pauses_holds_no_mail_up_and_misses_none(tmp_path: Path) -> None:
    subjects = [f"{number:03} {'x' * 500}" for number in range(300)]  # more than a pipe holds
    with running(tmp_path) as devmail:
        with smtplib.SMTP("127.0.0.1", devmail.port, timeout=SECONDS) as client:
            for subject in subjects:
                client.sendmail(SENDER, RECIPIENT, mail(subject=subject))
        assert [line(devmail.stdout).split("\t")[2] for _ in subjects] == subjects


def test_a_reader_that_has_stopped_does_not_keep_it_from_ending(tmp_path: Path) -> None:
    with running(tmp_path) as devmail:
        devmail.send(mail(subject="x" * 90_000))
        devmail.process.send_signal(signal.SIGTERM)
        assert devmail.process.wait(SECONDS) == 128 + signal.SIGTERM


def test_mails_of_another_devmail_are_printed_too(tmp_path: Path) -> None:
    with running(tmp_path) as one, running(tmp_path) as other:
        one.send(code_mail("012345"))
        assert line(one.stdout) == line(other.stdout)


async def test_a_warning_stands_below_the_ready_line(
    inbox: Inbox, capsys: pytest.CaptureFixture[str]
) -> None:
    printing = asyncio.create_task(print_lines(inbox, "smtp://198.51.100.1:1025", "Take care."))
    await asyncio.sleep(0)
    printing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await printing
    assert capsys.readouterr() == ("", "devmail listens on smtp://198.51.100.1:1025\ndevmail: Take care.\n")


def _codes(folder: Path) -> list[str | None]:
    inbox = Inbox(folder / "inbox.sqlite3")
    codes = [kept.code for kept in inbox.newest()]
    inbox.close()
    return codes
