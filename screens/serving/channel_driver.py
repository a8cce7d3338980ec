"""Textual's driver for a terminal at the other end of an SSH channel."""

from typing import Any, Protocol, cast

from textual.app import App

from screens.terminal.cell_driver import CellDriver

_LOOK_AGAIN = 0.1
"""Seconds until a line that took no more is looked at again; asyncssh doesn't say when it takes more."""


class Channel(Protocol):
    """The way to one terminal."""

    size: tuple[int, int]
    erases_in_colour: bool

    @property
    def is_full(self) -> bool:
        """Whether what was sent has not left yet: a slow line, on which only the newest frame counts."""

    def send(self, data: bytes) -> None:
        """Send something to the terminal."""

    def opened(self, driver: "ChannelDriver") -> None:
        """Note that the driver takes what is typed."""

    def shown(self) -> None:
        """Note that the person sees a first screen."""

    def pause_reading(self, seconds: float) -> None:
        """Let what is typed wait at the other end."""

    def stop_reading(self) -> None:
        """Drop what is typed: nobody acts on it."""


class ChannelDriver(CellDriver):
    """Draws on a channel. The app that it belongs to has the channel as `channel`."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        self._channel = cast(Channel, app.channel)  # type: ignore[attr-defined]
        super().__init__(
            app,
            debug=debug,
            mouse=mouse,
            size=size or self._channel.size,
            erases_in_colour=self._channel.erases_in_colour,
        )
        self._is_open = self._sends_soon = False

    @property
    def is_connected(self) -> bool:
        return self._is_open

    def start_application_mode(self) -> None:
        self._is_open = True
        self.begin()
        self.take_size(*self._channel.size)
        self._channel.opened(self)

    def send_soon(self) -> None:
        if self._is_open and not self._sends_soon:
            self._sends_soon = True
            self._loop.call_soon(self._send)

    def _send(self) -> None:
        self._sends_soon = False
        if not self._is_open:
            return
        if self._channel.is_full:
            self._sends_soon = True
            self._loop.call_later(_LOOK_AGAIN, self._send)
        elif frame := self.next_frame():
            self._channel.send(frame)
            if len(self._app.screen_stack) > 1:  # more than Textual's own empty screen
                self._channel.shown()

    def pause_reading(self, seconds: float) -> None:
        self._channel.pause_reading(seconds)

    def disable_input(self) -> None:
        self._channel.stop_reading()

    def stop_application_mode(self) -> None:
        if self._is_open:
            self._is_open = False
            self._channel.send(self.last_words())

    def close(self) -> None:
        pass
