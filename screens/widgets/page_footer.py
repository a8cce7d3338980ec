"""The bottom line: the keys that work now."""

from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

_ORDER = ("enter", "ctrl+r", "slash", "escape", "f3", "f10", "ctrl+p", "f2", "f1", "ctrl+q")
"""How they stand in the line."""
_LEAST_FIRST = ("ctrl+p", "f10", "f3", "ctrl+r", "f1")
"""What goes first where there is no room: each of these is told elsewhere, too."""
_NARROW = 80  # cells; below that, keys stand closer together


class PageFooter(Footer):
    """The footer of every page; a click on a key does what the key does."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)
        self._composed_for = 0
        self._told: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        """Lay out as many keys as there is room for, and none of them in part."""
        self._composed_for = width = self.app.size.width
        between = 1 if width < _NARROW else 2
        keys = sorted((key for key in super().compose() if isinstance(key, FooterKey)), key=_place)
        self._told = [(key.key, key.description) for key in keys]
        for least in _LEAST_FIRST:
            if sum(_width(key) + between for key in keys) - between <= width - 2:  # a cell at each end
                break
            keys = [key for key in keys if key.key != least]
        for key in keys:
            key.styles.margin = (0, between, 0, 0)
            yield key

    def bindings_changed(self, screen: Screen[Any]) -> None:
        """Lay the keys out anew when they are others: on a slow line, what is the same is not drawn again."""
        shown = (binding for _, binding, *_ in screen.active_bindings.values() if binding.show)
        told = {binding.action: (binding.key, binding.description) for binding in reversed(list(shown))}
        if not self._bindings_ready or set(told.values()) != set(self._told):
            super().bindings_changed(screen)

    def on_resize(self, event: events.Resize) -> None:
        """Use the width there is."""
        if self._composed_for != self.app.size.width:
            self.call_after_refresh(self.recompose)


def _place(key: FooterKey) -> int:
    return _ORDER.index(key.key) if key.key in _ORDER else len(_ORDER)


def _width(key: FooterKey) -> int:
    return len(key.key_display) + 1 + len(key.description)
