"""The bottom line: the keys that work now."""

from typing import Any, NamedTuple

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

_ORDER = ("enter", "ctrl+r", "slash", "escape", "f3", "f10", "ctrl+p", "f2", "f1", "ctrl+q")
_LEAST_FIRST = ("ctrl+p", "f10", "f3", "ctrl+r", "f1")
"""What is left out first where there is no room: each of these is also said elsewhere."""
_NARROW = 80  # cells; below that, keys stand closer together


class FooterKey(NamedTuple):
    """A key, how the line writes it, and what it does."""

    key: str
    display: str
    description: str

    @property
    def cells(self) -> int:
        return len(self.display) + 1 + len(self.description)


class Footer(Widget):
    """The footer of every screen; a click on a key does what the key does.

    One widget that writes its line: Textual's own makes a widget for each key and draws them all again
    whenever the focus moves, in the order of the widgets that they are bound to, and cuts what has no room.
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[FooterKey, ...] = ()

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def on_unmount(self) -> None:
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _bindings_changed(self, screen: Screen[Any]) -> None:
        """Write the line again if its keys have changed: on a slow line, the same is not drawn twice."""
        if not self.is_attached or screen is not self.screen:
            return
        keys: dict[str, FooterKey] = {}
        for node, binding, *_ in screen.active_bindings.values():
            # Every field and button says its own about Enter.
            description = getattr(node, "enter", "") if binding.key == "enter" else binding.description
            if description and (binding.show or binding.key == "enter"):
                key = FooterKey(binding.key, self.app.get_key_display(binding), description)
                keys.setdefault(binding.action, key)
        shown = tuple(sorted(keys.values(), key=_place))
        if shown != self._keys:
            self._keys = shown
            self.refresh()

    def render(self) -> Content:
        return Content(" " * self._between).join(
            Content.assemble(
                (key.display, "bold $footer-key-foreground"), (f" {key.description}", "$footer-foreground")
            )
            for key in self.keys_in_sight
        )

    def on_click(self, event: events.Click) -> None:
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
        """As many keys as there is room for, none of them in part."""
        keys = list(self._keys)
        for least in _LEAST_FIRST:
            if sum(key.cells + self._between for key in keys) - self._between <= self.content_size.width:
                break
            keys = [key for key in keys if key.key != least]
        return keys


def _place(key: FooterKey) -> int:
    return _ORDER.index(key.key) if key.key in _ORDER else len(_ORDER)
