"""Textual's driver for a terminal at the other end of an SSH channel."""

import asyncio
from typing import Any, Protocol, cast

from textual import events
from textual.app import App
from textual.message import Message

from screens.serving.channel import Channel
from screens.terminal.cell_driver import CellDriver, bounded
from screens.terminal.colours import erases_in_colour

_LOOK_AGAIN = 0.05
"""Seconds until a line that was behind is looked at again: nothing says when it has caught up."""


class OnChannel(Protocol):
    """An app that is shown on a channel."""

    channel: Channel
    shown: asyncio.Future[None]
    """Done once there is something to see."""


class ChannelDriver(CellDriver):
    """Draws on its app's channel; on a slow line, only the newest frame."""

    KEYS_A_SECOND = 40
    """A key that is held down repeats 30 times. Each takes milliseconds of everyone's time."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        self._owner = cast(OnChannel, app)
        self._channel = self._owner.channel
        super().__init__(
            app,
            debug=debug,
            mouse=mouse,
            size=bounded(*self._channel.size),
            environment=self._channel.environment,
            erases_in_colour=erases_in_colour(self._channel.environment["TERM"]),
            is_remote=True,
        )
        self._is_on = self._sends_soon = False

    @property
    def is_connected(self) -> bool:
        return self._is_on

    def start_application_mode(self) -> None:
        self._is_on = True
        self.begin()
        self.take_size(*self._channel.size)
        self._channel.on_resize = self.take_size

    def process_message(self, message: Message) -> None:
        if isinstance(message, (events.Key, events.Paste, events.MouseDown)):
            self._channel.last_typed = self._loop.time()
        super().process_message(message)

    def write(self, data: str) -> None:
        super().write(data)
        if len(self._app.screen_stack) > 1 and not self._owner.shown.done():  # not Textual's empty screen
            self._owner.shown.set_result(None)
            self._channel.read(self.feed)  # keys that came before would have met no field

    def send_soon(self) -> None:
        if not self._sends_soon:
            self._sends_soon = True
            self._loop.call_soon(self._send)

    def _send(self) -> None:
        if self._is_on and self._channel.is_behind:
            self._loop.call_later(_LOOK_AGAIN, self._send)
            return
        self._sends_soon = False
        if self._is_on:
            try:
                self._channel.send(self.next_frame())
            except Exception as error:
                self.fail(error)

    def pause_reading(self, seconds: float) -> None:
        self._channel.pause_reading(seconds)

    def disable_input(self) -> None:
        self._channel.stop_reading()

    def stop_application_mode(self) -> None:
        if self._is_on:
            self._is_on = False
            self._channel.send(self.last_words())

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Open nothing: the browser would be the host's."""
