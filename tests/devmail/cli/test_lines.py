"""Into a pipe, devmail prints one line a mail, at once; a reader who pauses holds nobody up."""

import asyncio
import json
import os
import re
import signal
import smtplib
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import pytest

from devmail.cli import lines
from devmail.cli.lines import LineWriter, print_lines
from devmail.cli.output import line_of
from devmail.smtp.refusals import Refusals
from devmail.store.inbox import Inbox
from tests.devmail.mails import LINK, RECIPIENT, SENDER, code_mail, deliver, link_mail, mail
from tests.devmail.running import SECONDS, command, line, running

URL = "smtp://127.0.0.1:1025"


def test_a_mail_is_one_line_with_its_code_or_its_link(inbox: Inbox) -> None:
    kept = inbox.add("", ["a@example.com", "b@example.com"], code_mail("012345"))
    assert line_of(kept) == "2026-03-14 09:00:01\ta@example.com, b@example.com\tYour code\t012345"
    assert line_of(deliver(inbox, link_mail())).split("\t")[3] == LINK
    plain = deliver(inbox, mail(subject="Hi"))
    assert line_of(plain) == f"2026-03-14 09:00:03\t{RECIPIENT}\tHi\t"
    assert line_of(replace(plain, likely_code="4711")).split("\t")[3] == "4711?"


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine has all the time it needs to write what is waiting at the end."""
    monkeypatch.setattr(lines, "_PATIENCE", SECONDS)


# --- the writer ---


@contextmanager
def _pipe() -> Iterator[tuple[TextIO, TextIO]]:
    read, write = os.pipe()
    with os.fdopen(read, encoding="utf-8") as reader, os.fdopen(write, "w", encoding="utf-8") as stream:
        yield reader, stream


def test_a_slow_reader_loses_the_lines_past_a_bound_and_sees_where_and_how_many() -> None:
    a, b, c, d = (letter * 100_000 for letter in "abcd")  # each more than a pipe holds
    with _pipe() as (reader, stream):
        writer = LineWriter(stream, lambda error: None, most=2)
        writer.write(a)
        assert reader.read(1) == "a"  # the writer has taken it, and waits
        for line_ in (b, c, d):
            writer.write(line_)
        assert reader.readline() == a[1:] + "\n"
        assert reader.read(1) == "b"
        writer.write(d)  # there is room, but it would come before what is said of the first
        assert [reader.readline() for _ in range(3)] == [b[1:] + "\n", c + "\n", "… 2 lines were dropped\n"]
        writer.write("one more")
        assert reader.readline() == "one more\n"
        writer.close()


def test_a_reader_who_has_stopped_does_not_keep_it_from_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_PATIENCE", 0.05)
    with _pipe() as (reader, stream):
        writer = LineWriter(stream, lambda error: None)
        writer.write("x" * 100_000)
        writer.close()
        writer.write("nobody hears this")
        assert reader.read(1) == "x"


def test_a_failing_stream_is_reported_and_a_missing_one_ignored() -> None:
    failed = threading.Event()
    with _pipe() as (reader, stream):
        writer = LineWriter(stream, lambda error: failed.set())
        reader.close()
        writer.write("x")
        assert failed.wait(SECONDS)
        writer.write("y")
        writer.close()
    nowhere = LineWriter(None, lambda error: None)
    nowhere.write("x")
    nowhere.close()


# --- in this process ---


@contextmanager
def _stdout(monkeypatch: pytest.MonkeyPatch, stream: TextIO | None) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", stream)
        yield


@pytest.mark.parametrize(("number", "code"), [("SIGINT", 0), ("SIGTERM", 143), ("SIGHUP", 129)])
async def test_a_signal_ends_it_quietly_after_what_came(
    number: str, code: int, inbox: Inbox, capfd: pytest.CaptureFixture[str]
) -> None:
    printing = asyncio.create_task(print_lines(inbox, URL, "Take care."))
    await asyncio.sleep(0)
    kept = [deliver(inbox, code_mail("012345")), deliver(inbox, mail("確認", "確認"))]
    os.kill(os.getpid(), signal.Signals[number])
    assert await printing == code
    said = f"devmail is listening on {URL}\ndevmail: Take care.\n"
    assert capfd.readouterr() == ("".join(f"{line_of(one)}\n" for one in kept), said)


@pytest.mark.parametrize(
    ("is_full", "code", "said"),
    [(False, 0, []), (True, 1, ["devmail: Can't write the output: No space left on device."])],
)
async def test_a_closed_pipe_or_a_full_disk_ends_it_once_the_next_email_is_kept(
    is_full: bool,
    code: int,
    said: list[str],
    inbox: Inbox,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with _pipe() as (reader, pipe), open("/dev/full", "w") as full:  # noqa: ASYNC230
        reader.close()
        with _stdout(monkeypatch, full if is_full else pipe):
            printing = asyncio.create_task(print_lines(inbox, URL))
            await asyncio.sleep(0)
            deliver(inbox, mail())
            assert await printing == code
    assert capfd.readouterr().err.splitlines()[1:] == said


async def test_without_a_stderr_only_mails_are_among_the_lines(
    inbox: Inbox, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    refusals = Refusals()
    printing = asyncio.create_task(print_lines(inbox, URL, "Take care.", refusals=refusals))
    await asyncio.sleep(0)
    refusals.note("554 No")
    kept = deliver(inbox, code_mail("012345"))
    os.kill(os.getpid(), signal.SIGINT)
    assert await printing == 0
    refusals.close()
    assert capfd.readouterr().out == f"{line_of(kept)}\n"


async def test_a_locale_that_cannot_say_a_subject_loses_no_line(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, write = os.pipe()
    with os.fdopen(read) as reader, os.fdopen(write, "w", encoding="ascii") as stream:
        with _stdout(monkeypatch, stream):
            printing = asyncio.create_task(print_lines(inbox, URL))
            await asyncio.sleep(0)
            deliver(inbox, mail("認証コード 012345", "確認"))
            os.kill(os.getpid(), signal.SIGINT)
            assert await printing == 0
        assert reader.readline().rstrip().split("\t")[2:] == [r"\u78ba\u8a8d", "012345"]


async def test_mails_of_another_program_are_printed_and_a_failing_inbox_reported_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lines, "_LOOK", 0.01)
    here, there = (Inbox(tmp_path / "inbox.sqlite3") for _ in range(2))
    printing = asyncio.create_task(print_lines(here, URL))
    await asyncio.sleep(0)
    kept = deliver(there, code_mail("012345"))
    out, err = await _printed(capfd, line_of(kept))
    (tmp_path / "inbox.sqlite3").unlink()
    more_out, more_err = await _printed(capfd, "start devmail again")
    os.kill(os.getpid(), signal.SIGINT)
    assert await printing == 0
    assert (out + more_out, capfd.readouterr().out) == (f"{line_of(kept)}\n", "")
    assert (err + more_err).count("start devmail again") == 1
    here.close()
    there.close()


async def _printed(capfd: pytest.CaptureFixture[str], text: str) -> tuple[str, str]:
    out = err = ""
    async with asyncio.timeout(SECONDS):
        while text not in out + err:
            await asyncio.sleep(0.01)
            more = capfd.readouterr()
            out, err = out + more.out, err + more.err
    return out, err


# --- as a program of its own ---


@pytest.mark.slow
def test_mails_are_printed_at_once_and_outlive_a_kill(tmp_path: Path) -> None:
    words = command(tmp_path, "wait", "--to", RECIPIENT, "--timeout", str(SECONDS))
    with running(tmp_path) as one, running(tmp_path) as other:
        assert re.fullmatch(r"devmail is listening on smtp://127\.0\.0\.1:[1-9]\d*", one.ready)
        with subprocess.Popen(words, stdout=subprocess.PIPE, bufsize=0) as waiting:
            one.send(code_mail("012345"))
            assert waiting.stdout is not None
            assert line(waiting.stdout) == "012345"
            assert waiting.wait(SECONDS) == 0
        one.send(code_mail("482913"))
        codes = [(line(one.stdout).split("\t")[3], line(other.stdout).split("\t")[3]) for _ in range(2)]
        assert codes == [("012345", "012345"), ("482913", "482913")]
        for number in range(3):
            one.send(mail(subject=str(number)))
        one.process.kill()
        one.process.wait(SECONDS)
        other.process.send_signal(signal.SIGTERM)
        assert other.process.wait(SECONDS) == 128 + signal.SIGTERM
        assert other.stderr.read() == b""
    inbox = Inbox(tmp_path / "inbox.sqlite3")
    assert [kept.subject for kept in inbox.newest()] == ["2", "1", "0", "Your code", "Your code"]
    inbox.close()


@pytest.mark.slow
def test_a_running_devmail_follows_its_options(tmp_path: Path) -> None:
    words = ["--json", "--tls=starttls", "--user=ada", "--fail-first=1", "--code", r"ref (\w+)"]
    with running(tmp_path, *words, also={"DEVMAIL_PASSWORD": "word"}) as devmail:
        authority = tmp_path / "inbox.sqlite3-authority.pem"
        assert devmail.ready.endswith(f"; CA certificate: {authority}")
        assert line(devmail.stderr) == "devmail: Simulating faults: rejecting the next email (451)."
        with smtplib.SMTP("localhost", devmail.port, timeout=SECONDS) as client:
            client.starttls(context=ssl.create_default_context(cafile=str(authority)))
            client.login("ada", "word")
            with pytest.raises(smtplib.SMTPDataError, match="451"):
                client.sendmail(SENDER, RECIPIENT, mail())
            told = line(devmail.stderr)
            assert told.startswith("devmail: ") and " 451 4.3.0 " in told and RECIPIENT in told
            client.sendmail(SENDER, RECIPIENT, mail("Order 123456, ref AB12."))
        assert json.loads(line(devmail.stdout))["code"] == "AB12"


@pytest.mark.slow
def test_with_memory_nothing_is_written(tmp_path: Path) -> None:
    with running(None, "--memory", also={"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}) as devmail:
        devmail.send(code_mail("012345"))
        assert line(devmail.stdout).endswith("\t012345")
        assert list(tmp_path.iterdir()) == []
