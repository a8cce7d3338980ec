"""devmail as a program of its own, whose lines are read as they come."""

import os
import re
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import IO

from tests.devmail.mails import RECIPIENT, SENDER

SECONDS = 15


class Running:
    """A running devmail that prints lines."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        assert process.stderr is not None
        self.process = process
        self.stdout = process.stdout
        self.stderr = process.stderr
        self.ready = line(self.stderr)

    @property
    def port(self) -> int:
        """The port of its ready line."""
        match = re.search(r":(\d+)(;|$)", self.ready)
        assert match, self.ready
        return int(match[1])

    def send(self, raw: bytes, to: str = RECIPIENT) -> None:
        """Send it a mail."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=SECONDS) as client:
            client.sendmail(SENDER, to, raw)


def line(stream: IO[bytes]) -> str:
    """Return the next line, as soon as it comes; the empty string at the end."""
    assert select([stream], [], [], SECONDS)[0], f"no line within {SECONDS} s"
    return stream.readline().decode().removesuffix("\n")


def command(folder: Path | None, *arguments: str) -> list[str]:
    """Return the command that runs devmail with an inbox of its own; without a folder none is named."""
    store = [] if folder is None else ["--store", str(folder / "inbox.sqlite3")]
    return [sys.executable, "-m", "devmail", *arguments, *store]


@contextmanager
def running(folder: Path | None, *arguments: str, also: dict[str, str] | None = None) -> Iterator[Running]:
    """Run devmail on a free port until the end of the block at most.

    What would make Python flush by itself is left out of the environment.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(
        command(folder, "--port", "0", *arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        env={**kept, **(also or {})},
    ) as process:
        try:
            yield Running(process)
        finally:
            process.kill()
            process.wait(SECONDS)
