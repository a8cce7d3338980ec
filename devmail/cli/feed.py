"""What is told line by line as it comes, to who may read slowly."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol, TextIO

from devmail.cli.pipe import Pipe
from devmail.model import Mail
from devmail.store.inbox import Inbox, InboxUnusable

_MOST_WAITING = 1_000_000
"""Characters that wait in memory for who pauses; the lines behind them are made later."""
_AT_ONCE = 100
"""Lines that are written together, or numbers that are looked up, in one step."""
_PATIENCE = 1
"""Seconds that are left at the end for lines that wait."""


class Lines(Protocol):
    """Lines that wait to be written."""

    def take(self) -> str | None:
        """Return those that are next, each with its end, as one text; None when none waits."""


class Feed:
    """Writes what waits, whenever there is something.

    Args:
        lines: What waits.
        stream: Where it is written; None is nowhere.
    """

    def __init__(self, lines: Lines, stream: TextIO | None) -> None:
        self._lines = lines
        self._pipe = Pipe(stream)
        self._more = asyncio.Event()
        self._is_ending = False
        self.running = asyncio.create_task(self._run())
        """Ends when what was to be written is; it raises OSError when that cannot be."""

    def wake(self) -> None:
        """Look again: there is something."""
        self._more.set()

    async def end(self) -> None:
        """Let what waits be written, but wait no longer than a moment for it."""
        self._is_ending = True
        self.wake()
        await asyncio.wait({self.running}, timeout=_PATIENCE)

    def close(self) -> None:
        """Write nothing more."""
        if self.running.done() and not self.running.cancelled():
            self.running.exception()  # who was to be told of it was
        self.running.cancel()
        self._pipe.close()

    async def _run(self) -> None:
        while True:
            while (text := self._lines.take()) is not None:
                await self._pipe.write(text)
            if self._is_ending:
                return
            await self._more.wait()
            self._more.clear()


class FewLines:
    """Lines of which only the newest wait: nobody needs them all."""

    def __init__(self) -> None:
        self._waiting: deque[str] = deque(maxlen=_AT_ONCE)

    def add(self, line: str) -> None:
        """Let a line wait for its turn.

        Args:
            line: The line.
        """
        self._waiting.append(f"{line}\n")

    def take(self) -> str | None:
        """Return the lines that wait."""
        lines = "".join(self._waiting)
        self._waiting.clear()
        return lines or None


class MailLines:
    """The lines of mails, in the order of their numbers.

    So many wait as there is room for; of those behind them only the numbers are kept, and they are looked up
    when it is their turn.

    Args:
        inbox: Where the mails are.
        write: Makes a mail a line.
        say: Told of mails whose lines cannot be made any more.
        most: Characters that may wait.
    """

    def __init__(
        self,
        inbox: Inbox,
        write: Callable[[Mail], str],
        say: Callable[[str], None],
        most: int = _MOST_WAITING,
    ) -> None:
        self._inbox = inbox
        self._write = write
        self._say = say
        self._most = most
        self._waiting: deque[str] = deque()
        self._size = 0
        self._later = range(0)

    def add(self, mails: Sequence[Mail]) -> None:
        """Let mails wait for their turn.

        Args:
            mails: What came, the oldest first.
        """
        for mail in mails:
            if self._later or self._size > self._most:
                self._later = range(self._later.start if self._later else mail.id, mail.id + 1)
            else:
                line = f"{self._write(mail)}\n"
                self._waiting.append(line)
                self._size += len(line)

    def take(self) -> str | None:
        """Return the lines that are next; some of those that are looked up may be none any more."""
        if not self._waiting:
            return self._look_up() if self._later else None
        lines = [self._waiting.popleft() for _ in range(min(_AT_ONCE, len(self._waiting)))]
        self._size -= sum(map(len, lines))
        return "".join(lines)

    def _look_up(self) -> str:
        ids, self._later = self._later[:_AT_ONCE], self._later[_AT_ONCE:]
        try:
            mails = [mail for id in ids if (mail := self._inbox.get(id)) is not None]
        except InboxUnusable as error:
            self._say(str(error))
            return ""
        if gone := len(ids) - len(mails):
            self._say(f"{gone} mail{'' if gone == 1 else 's'} went before their lines were read.")
        return "".join(f"{self._write(mail)}\n" for mail in mails)
