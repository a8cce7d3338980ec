"""Streams that are closed or full: what is to be said goes where it belongs, and never a traceback."""

import asyncio
import os
import re
import signal
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devmail.cli.lines import print_lines
from devmail.cli.mail_lines import line_of
from devmail.store.inbox import Inbox
from tests.devmail.mails import RECIPIENT, SENDER, code_mail, deliver
from tests.devmail.running import SECONDS, command, line


@contextmanager
def _devmail(folder: Path, redirection: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run devmail as a shell does that closes or redirects one of its streams."""
    words = ["/bin/sh", "-c", f'exec "$@" {redirection}', "sh", *command(folder, "--port", "0")]
    with subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    ) as process:
        try:
            yield process
        finally:
            process.kill()
            process.wait(SECONDS)


def _send(ready: str) -> None:
    match = re.fullmatch(r"devmail listens on smtp://127\.0\.0\.1:(\d+)", ready)
    assert match, ready
    with smtplib.SMTP("127.0.0.1", int(match[1]), timeout=SECONDS) as client:
        client.sendmail(SENDER, RECIPIENT, code_mail("012345"))


def test_a_full_disk_below_the_lines_ends_them_with_one_line(tmp_path: Path) -> None:
    with _devmail(tmp_path, ">/dev/full") as devmail:
        assert devmail.stderr is not None
        _send(line(devmail.stderr))
        assert devmail.wait(SECONDS) == 1
        said = devmail.stderr.read().decode()
        assert said == "devmail: The lines cannot be written: No space left on device.\n"


def test_without_a_stdout_it_takes_mails_all_the_same(tmp_path: Path) -> None:
    with _devmail(tmp_path, ">&-") as devmail:
        assert devmail.stderr is not None
        _send(line(devmail.stderr))
        devmail.send_signal(signal.SIGTERM)
        assert devmail.wait(SECONDS) == 128 + signal.SIGTERM
        assert devmail.stderr.read() == b""


def test_without_a_stderr_no_refusal_is_among_the_lines(tmp_path: Path) -> None:
    (tmp_path / "inbox.sqlite3").write_text("no database " * 100)
    with _devmail(tmp_path, "2>&-") as devmail:
        assert devmail.wait(SECONDS) == 2
        assert devmail.stdout is not None
        assert devmail.stdout.read() == b""


async def test_without_a_stderr_only_mails_are_among_the_lines(
    inbox: Inbox, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    printing = asyncio.create_task(print_lines(inbox, "smtp://127.0.0.1:1025", "Take care."))
    await asyncio.sleep(0)
    kept = deliver(inbox, code_mail("012345"))
    os.kill(os.getpid(), signal.SIGINT)
    assert await printing == 0
    assert capfd.readouterr().out == f"{line_of(kept)}\n"
