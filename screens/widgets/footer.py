"""The bottom line: the keys that work now."""

from typing import Any, NamedTuple

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

_ORDER = ("enter", "ctrl+r", "slash", "escape", "f3", "f10", "ctrl+p", "f2", "f1", "ctrl+q")
"""How they stand in the line."""
_LEAST_FIRST = ("ctrl+p", "f10", "f3", "ctrl+r", "f1")
"""What goes first where there is no room: each of these is told elsewhere, too."""
_NARROW = 80  # cells; below that, keys stand closer together


class FooterKey(NamedTuple):
    """A key, and what it does."""

    key: str
    display: str
    """The key as the line writes it."""
    description: str

    @property
    def cells(self) -> int:
        """How wide it is in the line."""
        return len(self.display) + 1 + len(self.description)


class Footer(Widget):
    """The footer of every page; a click on a key does what the key does.

    One widget that writes its line: Textual's own footer makes a widget for each key, which is
    half of all the styling that a page costs.
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[FooterKey, ...] = ()

    def on_mount(self) -> None:
        """Follow the keys of the page."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def on_unmount(self) -> None:
        """Follow them no more."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _bindings_changed(self, screen: Screen[Any]) -> None:
        """Write the line anew when the keys are others: on a slow line, the same is not drawn twice."""
        if not self.is_attached or screen is not self.screen:
            return
        shown = (binding for _, binding, *_ in screen.active_bindings.values() if binding.show)
        first = {binding.action: binding for binding in reversed(list(shown))}.values()
        keys = (
            FooterKey(binding.key, self.app.get_key_display(binding), binding.description)
            for binding in first
        )
        told = tuple(sorted(keys, key=_place))
        if told != self._keys:
            self._keys = told
            self.refresh()

    def render(self) -> Content:
        """Write as many keys as there is room for, and none of them in part."""
        between = " " * self._between
        return Content(between).join(
            Content.assemble(
                (key.display, "bold $footer-key-foreground"), (f" {key.description}", "$footer-foreground")
            )
            for key in self.keys_in_sight
        )

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        offset = event.get_content_offset(self)
        start = 0
        for key in self.keys_in_sight:
            if offset is not None and start <= offset.x < start + key.cells:
                self.app.simulate_key(key.key)
            start += key.cells + self._between

    @property
    def _between(self) -> int:
        return 1 if self.app.size.width < _NARROW else 2

    @property
    def keys_in_sight(self) -> list[FooterKey]:
        """The keys that the line tells; the least important are left out where there is no room."""
        keys = list(self._keys)
        for least in _LEAST_FIRST:
            if sum(key.cells + self._between for key in keys) - self._between <= self.content_size.width:
                break
            keys = [key for key in keys if key.key != least]
        return keys


def _place(key: FooterKey) -> int:
    return _ORDER.index(key.key) if key.key in _ORDER else len(_ORDER)
