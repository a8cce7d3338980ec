"""Mail servers to measure, each a program of its own on a free port of 127.0.0.1."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SECONDS = 60


class MailServer:
    """A running mail server.

    Args:
        name: What it is.
        port: Where it listens.
        process: Its number.
    """

    def __init__(self, name: str, port: int, process: int) -> None:
        self.name = name
        self.port = port
        self.process = process

    def seconds_for(self, mails: int, connections: int, a_connection: int) -> float:
        """Send it mails from a process of their own; return the seconds that it took.

        Args:
            mails: How many.
            connections: How many at once.
            a_connection: How many on each before the next is opened.
        """
        words = (self.port, mails, connections, a_connection)
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.mail_load", *map(str, words)],
            capture_output=True,
            text=True,
            check=True,
        )
        return float(done.stdout)

    def resident_megabytes(self) -> float:
        """Return how much memory it holds."""
        status = Path(f"/proc/{self.process}/status").read_text()
        match = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert match
        return int(match[1]) / 1024


def devmail_command(folder: Path, port: int = 0, *words: str) -> list[str]:
    """Return the command that runs devmail with an inbox of its own.

    Args:
        folder: Where the inbox is.
        port: Where to listen.
        words: More of the command line.
    """
    store = str(folder / "inbox.sqlite3")
    return [sys.executable, "-m", "devmail", "--port", str(port), "--store", store, *words]


@contextmanager
def devmail(folder: Path, *words: str) -> Iterator[MailServer]:
    """Run devmail, which keeps all that comes and prints it into nothing.

    Args:
        folder: Where its inbox is.
        words: More of the command line.
    """
    with _running("devmail", devmail_command(folder, 0, "--plain", *words)) as server:
        yield server


@contextmanager
def plain_aiosmtpd() -> Iterator[MailServer]:
    """Run a plain aiosmtpd that throws mails away."""
    with _running("aiosmtpd", [sys.executable, "-m", "tests.benchmarks.plain_aiosmtpd"]) as server:
        yield server


@contextmanager
def maildev(folder: Path) -> Iterator[MailServer | None]:
    """Run MailDev, when there is one: on the PATH, or as MAILDEV names it.

    Args:
        folder: Where it keeps its mails.
    """
    program = os.environ.get("MAILDEV") or shutil.which("maildev")
    if program is None:
        yield None
        return
    port, web = free_port(), free_port()
    words = ["--ip", "127.0.0.1", "--web-ip", "127.0.0.1", "--mail-directory", str(folder / "maildev")]
    with subprocess.Popen(
        [program, "--smtp", str(port), "--web", str(web), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            wait_until_it_listens(port)
            yield MailServer("MailDev", port, process.pid)
        finally:
            process.kill()


def free_port() -> int:
    """Return a port where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def wait_until_it_listens(port: int) -> None:
    """Wait until something listens on a port."""
    end = time.monotonic() + SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.01)


@contextmanager
def _running(name: str, command: Sequence[str]) -> Iterator[MailServer]:
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        try:
            assert process.stderr is not None
            said = process.stderr.readline().decode()
            match = re.search(r"(\d+)$", said.strip())
            assert match, said
            yield MailServer(name, int(match[1]), process.pid)
        finally:
            process.kill()
