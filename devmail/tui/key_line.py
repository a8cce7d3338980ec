"""The bottom line: the keys that do something now, as many as there is room for."""

from typing import ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.style import Style
from textual.widgets import Static


class KeyLine(Static):
    """Names keys; a click on one does what the key does.

    One line of text: Textual's own footer is a widget for each key, made anew at each change.
    """

    MOST_NEEDED: ClassVar[tuple[str, ...]] = (
        "help", "copy_code", "copy_link", "quit", "follow",
        "save_part", "look_for", "delete", "export", "mark", "undo",
    )  # fmt: skip
    """Actions in the order in which they are given room; others come after them."""

    def __init__(self) -> None:
        super().__init__(id="keys")
        self._named = Content("")

    def on_mount(self) -> None:
        """Name the keys anew when others do something."""
        self.screen.bindings_updated_signal.subscribe(
            self, lambda _: self.call_after_refresh(self._name_keys)
        )
        self._name_keys()

    def on_resize(self) -> None:
        """Use the width there is."""
        self._name_keys()

    def _name_keys(self) -> None:
        if not self.is_attached:
            return
        all_of_them = [active.binding for active in self.screen.active_bindings.values()]
        offered = list({binding.action: binding for binding in all_of_them if binding.show}.values())
        room = self.content_size.width
        chosen: set[str] = set()
        for binding in sorted(offered, key=self._need):
            needed = len(_words(self, binding)) + 2 * bool(chosen)
            if needed <= room:
                room -= needed
                chosen.add(binding.action)
        named = Content("  ").join(_styled(self, binding) for binding in offered if binding.action in chosen)
        if not self._named.is_same(named):
            self._named = named
            self.update(named, layout=False)

    def _need(self, binding: Binding) -> int:
        needed = self.MOST_NEEDED
        return needed.index(binding.action) if binding.action in needed else len(needed)


def _words(line: KeyLine, binding: Binding) -> str:
    return f"{line.app.get_key_display(binding)} {binding.description}"


def _styled(line: KeyLine, binding: Binding) -> Content:
    key = line.app.get_key_display(binding)
    press = Style.from_meta({"@click": f"app.simulate_key({binding.key!r})"})
    return Content.assemble((key, "bold $accent"), f" {binding.description}").stylize(press)
