"""A line for each mail as it comes, for pipes and for terminals that show no screens."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Full, Queue
from threading import Lock, Thread
from typing import TextIO

from devmail.cli.output import end_of_output, line_of, say
from devmail.model import Mail
from devmail.smtp.refusals import Refusals
from devmail.store.inbox import Inbox, InboxUnusable
from devmail.text import one_line

_MOST_WAITING = 5_000  # lines that wait for a reader who pauses
_PATIENCE = 1.0  # seconds that lines still waiting at the end are given
_LOOK = 1.0  # seconds between two looks for mails of other programs


def dropped_line(count: int) -> str:
    """Return the line that replaces lines a slow reader missed."""
    return f"… {count} {'line was' if count == 1 else 'lines were'} dropped"


class LineWriter:
    """Writes lines in a thread of its own: a reader may pause, and nobody else waits for it.

    Of more than `most` waiting lines the rest is dropped, and the reader is told how many. A stream that was
    closed at the start is None, and nothing is written. `failed` is called in the thread.
    """

    def __init__(
        self,
        stream: TextIO | None,
        failed: Callable[[OSError], object],
        dropped: Callable[[int], str] = dropped_line,
        most: int = _MOST_WAITING,
    ) -> None:
        self._failed = failed
        self._dropped_line = dropped
        self._waiting: Queue[str | None] = Queue(most)
        self._lock = Lock()
        self._dropped = 0
        self._is_closed = stream is None
        if stream is not None:
            # Straight to the descriptor: Python would wait at its end for what it buffers itself.
            self._file, self._encoding = stream.fileno(), stream.encoding
            self._thread = Thread(target=self._run, name="devmail writes", daemon=True)
            self._thread.start()

    def write(self, line: str) -> None:
        """Have a line written soon."""
        if self._is_closed:
            return
        with self._lock:
            if self._dropped or self._waiting.full():
                self._dropped += 1
            else:
                self._waiting.put_nowait(line)

    def close(self) -> None:
        """Give what is waiting a moment to be written."""
        if not self._is_closed:
            self._is_closed = True
            with suppress(Full):
                self._waiting.put(None, timeout=_PATIENCE)
            self._thread.join(_PATIENCE)

    def _run(self) -> None:
        try:
            while (line := self._waiting.get()) is not None:
                self._write(line)
                if self._waiting.empty():
                    self._tell_dropped()
            self._tell_dropped()
        except OSError as error:
            self._is_closed = True
            self._failed(error)

    def _tell_dropped(self) -> None:
        with self._lock:
            dropped, self._dropped = self._dropped, 0
        if dropped:
            self._write(self._dropped_line(dropped))

    def _write(self, line: str) -> None:
        content = f"{line}\n".encode(self._encoding, "backslashreplace")
        while content:
            content = content[os.write(self._file, content) :]


async def print_lines(
    inbox: Inbox,
    where: str,
    warning: str = "",
    write: Callable[[Mail], str] = line_of,
    refusals: Refusals | None = None,
    dropped: Callable[[int], str] = dropped_line,
) -> int:
    """Print each mail that comes, until a signal or a closed pipe ends it; return the exit code.

    It is 0 at the end of the pipe or after Ctrl+C, 128 and its number after another signal, and 1 if the
    lines cannot be written.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()

    def end(code: int) -> None:
        if not ended.done():
            ended.set_result(code)

    def failed(error: OSError) -> None:
        with suppress(RuntimeError):  # the loop is closed: the program is ending
            loop.call_soon_threadsafe(lambda: end(end_of_output(error)))

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, end, 0 if number == signal.SIGINT else 128 + number)
    say(f"devmail is listening on {where}")
    if warning:
        say(f"devmail: {warning}")
    out, err = LineWriter(sys.stdout, failed, dropped), LineWriter(sys.stderr, lambda error: None)

    def tell(line: str) -> None:
        err.write(f"devmail: {line}")

    def show(mails: Sequence[Mail]) -> None:
        for mail in mails:
            out.write(write(mail))

    stops = [inbox.subscribe(show)]
    if refusals is not None:
        stops.append(refusals.subscribe(lambda refusal: tell(one_line(refusal.describe()))))
    looking = asyncio.create_task(_look_elsewhere(inbox, tell))
    try:
        return await ended
    finally:
        looking.cancel()
        for stop in stops:
            stop()
        out.close()
        err.close()


async def _look_elsewhere(inbox: Inbox, tell: Callable[[str], None]) -> None:
    """Look for the mails of other programs too, and tell once if the inbox fails."""
    told = ""
    while True:
        await asyncio.sleep(_LOOK)
        try:
            inbox.look_elsewhere()
        except InboxUnusable as error:
            if str(error) != told:
                told = str(error)
                tell(told)
