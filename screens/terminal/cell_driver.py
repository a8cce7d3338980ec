"""What all drivers do: send the cells that changed, and take no more keys than the app can act on."""

import asyncio
import time
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, NoReturn

from rich.color import ColorSystem
from textual import constants, events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

from screens.terminal.cells import MOST_COLUMNS, MOST_LINES, Cells
from screens.terminal.characters import spelling_for
from screens.terminal.colours import adaptation, colours_of
from screens.terminal.decoder import Decoder

_MOUSE = "\x1b[?1000{0}\x1b[?1003{0}\x1b[?1006{0}"
_KITTY_KEYS = "" if constants.DISABLE_KITTY_KEY else "\x1b[>25u"
_START = f"\x1b[?1049h\x1b[?25l\x1b[?1004h\x1b[?2004h\x1b[?7l{_KITTY_KEYS}"
_STOP = "\x1b[0m\x1b[?2004l\x1b[?7h\x1b[<u\x1b[?1004l\x1b[?1049l\x1b[?25h"
_CAN_SYNCHRONIZE = "\x1b[?2026$p"
_SYNCHRONIZED = "\x1b[?2026h{}\x1b[?2026l"
_LONG_FRAME = 200
"""Bytes; a shorter one is not seen being drawn."""
_KEYS_AT_ONCE = 600
"""What a code or mail pasted without brackets needs."""
_BYTES_AS_ONE_KEY = 100
"""What is no key, such as a long paste or garbage, takes time too."""
_MOST_THROUGH = 131_072
"""Characters, beside the cells, that wait for a slow line: the longest copied text fits."""
READ_AT_ONCE = 256
_ESCAPE_HERE, _ESCAPE_FROM_AFAR = 0.1, 0.4
"""Seconds until an escape is the key. Lines can split an arrow key, and its second half come late; terminals
that know kitty's keys send another sequence for Escape, and wait for nothing."""
_DRAWN_BY_THEN = 0.1
"""Seconds in which Textual draws for another size of the terminal; it doesn't if the size only came back."""


class CellDriver(Driver):
    """The part of a driver that is the same for every line to a terminal.

    Everything happens in the loop's turn: there is no thread to wait for.
    """

    KEYS_A_SECOND: ClassVar[int] = 200
    """More than a person types; the rest waits outside."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int],
        environment: Mapping[str, str],
        erases_in_colour: bool,
        is_remote: bool,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        colours = colours_of(environment)
        # Private: each style keeps the sequence of the app that used it first, and a process has many apps.
        app.console._color_system = ColorSystem.TRUECOLOR
        app.no_color = colours is None
        self._cells = Cells(
            *size,
            erases_in_colour=erases_in_colour,
            adapt=adaptation(colours),
            spell=spelling_for(environment),
        )
        self._decoder = Decoder(_ESCAPE_FROM_AFAR if is_remote else _ESCAPE_HERE)
        self._through = ""
        self._credit, self._credited_at = float(_KEYS_AT_ONCE), time.monotonic()
        self._patience: asyncio.TimerHandle | None = None

    @property
    @abstractmethod
    def is_connected(self) -> bool:
        """Whether there is a terminal to write to."""

    @abstractmethod
    def send_soon(self) -> None:
        """Send `next_frame()` once the line takes it; until then, newer frames replace older ones."""

    @abstractmethod
    def pause_reading(self, seconds: float) -> None:
        """Let what is typed wait outside."""

    def begin(self, *, ask: bool = True) -> None:
        """Make the terminal ready, and draw on it whatever it shows.

        Args:
            ask: Ask whether it can hold its picture back until a frame is whole.
        """
        self._through += _START + (_MOUSE.format("h") if self._mouse else "")
        if ask:
            self._through += _CAN_SYNCHRONIZE

    def last_words(self) -> bytes:
        """Return what leaves the terminal as it was."""
        self._through = ""
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        return ((_MOUSE.format("l") if self._mouse else "") + _STOP).encode()

    def take_size(self, columns: int, lines: int) -> None:
        """Take over the terminal's size; nothing is known of what it shows now."""
        size = Size(*bounded(columns, lines))
        self._cells.resize(*size)
        self.process_message(events.Resize(size, size))
        self._loop.call_later(_DRAWN_BY_THEN, self.send_soon)  # what was drawn for the old size is for nobody

    def redraw(self) -> None:
        """Draw the whole screen: something else may have written over it."""
        self._cells.forget()
        self.send_soon()

    def write(self, data: str) -> None:
        if self.is_connected:
            through = self._cells.take(data)
            if len(self._through) + len(through) <= _MOST_THROUGH:
                self._through += through
            else:
                self._cells.forget()  # it may have been about what the cells show
            self.send_soon()

    def next_frame(self) -> bytes:
        """Return what makes the terminal show what is meant, and take it as sent."""
        changes = self._cells.changes()
        if self._decoder.synchronizes and len(changes) > _LONG_FRAME:
            changes = _SYNCHRONIZED.format(changes)
        frame, self._through = self._through + changes, ""
        return frame.encode("utf-8", "replace")

    def feed(self, data: bytes) -> None:
        """Take what the terminal has sent."""
        self._credit -= len(data) / _BYTES_AS_ONE_KEY
        try:
            self._take(self._decoder.feed(data))
        except Exception as error:
            self.fail(error)

    def fail(self, error: Exception) -> None:
        """End the app with an error that came outside of its turn, as every other one does."""
        self._app.call_later(_raise, error)

    def _take(self, messages: Iterable[Message]) -> None:
        """Pass messages on; when there are too many, let the rest wait."""
        for message in messages:
            if isinstance(message, events.Key) and message.key == "ctrl+l":
                self.redraw()
            self._credit -= not isinstance(message, events.Paste)  # its bytes count
            self.process_message(message)
        now = time.monotonic()
        earned = (now - self._credited_at) * self.KEYS_A_SECOND
        self._credit, self._credited_at = min(_KEYS_AT_ONCE, self._credit + earned), now
        if self._credit < 0:
            self.pause_reading(-self._credit / self.KEYS_A_SECOND)
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        if (patience := self._decoder.patience) is not None:
            self._patience = self._loop.call_later(patience, self._give_up)

    def _give_up(self) -> None:
        self._patience = None
        self._take(self._decoder.give_up())


def bounded(columns: int, lines: int) -> tuple[int, int]:
    """Return the size that is drawn for a terminal that claims another; 0 is unknown."""
    return min(columns or 80, MOST_COLUMNS), min(lines or 24, MOST_LINES)


def _raise(error: Exception) -> NoReturn:
    raise error
