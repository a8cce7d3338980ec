"""devmail with its view open in a terminal: how many mails a second, and how soon one is to be seen."""

import tempfile
import threading
import time
from pathlib import Path
from smtplib import SMTP
from statistics import median, quantiles

from tests.benchmarks.mail_servers import (
    MailServer,
    devmail,
    devmail_command,
    free_port,
    wait_until_it_listens,
)
from tests.journeys.pseudo_terminal import PseudoTerminal, whole_environment

MAILS = 2000
ROUNDS = 5
SEEN = 30
"""Mails of which each is waited for."""
LEAST_OF_RATE = 0.6
"""Of the rate without the view."""
MOST_MILLISECONDS = 100
BOUND = 1.0
_QUIET = 0.5


class _Watched:
    """A terminal whose output is read as it comes, each piece with its time."""

    def __init__(self, command: list[str]) -> None:
        environment = whole_environment(None, {"COLORTERM": "truecolor"})
        self._line = PseudoTerminal(command, 120, 40, environment)
        self._pieces: list[tuple[float, bytes]] = []
        self._over = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def process(self) -> int:
        """The program's number."""
        return self._line._process.pid

    def _read(self) -> None:
        while not self._over.is_set():
            if piece := self._line.read(0.2):
                self._pieces.append((time.perf_counter(), piece))

    def forget(self) -> None:
        """Forget what has come."""
        self._pieces.clear()

    def when_seen(self, text: bytes, seconds: float = 10) -> float:
        """Wait until a text has come, and return when it did."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            come = b""
            for at, piece in tuple(self._pieces):
                come += piece
                if text in come:
                    return at
            time.sleep(0.01)
        raise AssertionError(f"{text!r} was not to be seen within {seconds} s")

    def settle(self) -> None:
        """Wait until nothing has come for a while."""
        before = -1
        while before != len(self._pieces):
            before = len(self._pieces)
            time.sleep(_QUIET)

    def end(self) -> None:
        """End the program."""
        self._over.set()
        self._reader.join()
        self._line.end()


def measure() -> float:
    """Measure both; return the worst of what was to be reached over what was, and print both."""
    with tempfile.TemporaryDirectory() as without, tempfile.TemporaryDirectory() as home:
        keep = ("--keep", str(MAILS))
        port = free_port()
        watched = _Watched(devmail_command(Path(home), port, *keep))
        try:
            wait_until_it_listens(port)
            viewed = MailServer("devmail with its view", port, watched.process)
            with devmail(Path(without), *keep) as plain:
                return max(
                    LEAST_OF_RATE / _rate(viewed, plain, watched), _delay(port, watched) / MOST_MILLISECONDS
                )
        finally:
            watched.end()


def _rate(viewed: MailServer, plain: MailServer, watched: _Watched) -> float:
    """Return the rate with the view in times of that without; both have their mails already."""
    for server in (viewed, plain):
        server.seconds_for(MAILS, 10, MAILS)
    seconds = []
    for _ in range(ROUNDS):
        watched.settle()
        seconds.append(tuple(server.seconds_for(MAILS, 10, MAILS) for server in (viewed, plain)))
    with_view, without = (median(column) for column in zip(*seconds, strict=True))
    ratio: float = without / with_view
    print(
        f"view: {MAILS / with_view:.0f} mails/s with it open and {MAILS} mails in it, "
        f"{MAILS / without:.0f}/s without, ratio {ratio:.2f} (at least {LEAST_OF_RATE})"
    )
    return ratio


def _delay(port: int, watched: _Watched) -> float:
    """Return the milliseconds from a mail's 250 until its code is on the screen, for 95 of 100."""
    delays = []
    with SMTP("127.0.0.1", port) as client:
        for number in range(SEEN):
            watched.settle()
            watched.forget()
            code = f"{735_000 + number * 7}"
            mail = f"Subject: Your code\r\n\r\nYour verification code:\r\n\r\n{code}\r\n"
            client.sendmail("shop@example.com", "ada@example.com", mail)
            taken = time.perf_counter()
            delays.append(watched.when_seen(code.encode()) - taken)
    most = 1000 * quantiles(delays, n=20, method="inclusive")[-1]
    print(
        f"view: 95 of 100 mails are to be seen within {most:.0f} ms of their 250 "
        f"(at most {MOST_MILLISECONDS}), half of them within {1000 * median(delays):.0f} ms, "
        f"the last after {1000 * max(delays):.0f} ms"
    )
    return most
