"""Writing to who may pause: a pipe that nobody reads, or a stopped terminal, holds only a thread up."""

import asyncio
import os
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import TextIO


class Pipe:
    """Writes to a stream in a thread of its own, which may wait there for ever: it ends with the program.

    Args:
        stream: Where to; None, as Python has it where a stream was closed beforehand, writes nowhere.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._todo: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: Thread | None = None

    async def write(self, text: str) -> None:
        """Write all of a text at once; return when that is done.

        Args:
            text: The text; what its encoding cannot say is written in ASCII.

        Raises:
            OSError: It cannot be written, or nobody will read it.
        """
        if self._stream is None:
            return
        if self._thread is None:
            self._thread = Thread(target=self._work, name="devmail writes", daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        written: asyncio.Future[None] = loop.create_future()
        file, content = self._stream.fileno(), text.encode(self._stream.encoding, "backslashreplace")

        def work() -> None:
            error = _write(file, content)
            if not loop.is_closed():  # the program is at its end
                loop.call_soon_threadsafe(_tell, written, error)

        self._todo.put(work)
        await written

    def close(self) -> None:
        """Write nothing more."""
        self._todo.put(None)

    def _work(self) -> None:
        while (work := self._todo.get()) is not None:
            work()


def _write(file: int, content: bytes) -> OSError | None:
    """Write to a descriptor: what Python buffers by itself, it would wait for at its end."""
    try:
        while content:
            content = content[os.write(file, content) :]
    except OSError as error:
        return error
    return None


def _tell(written: "asyncio.Future[None]", error: OSError | None) -> None:
    if written.done():
        return
    if error is None:
        written.set_result(None)
    else:
        written.set_exception(error)
