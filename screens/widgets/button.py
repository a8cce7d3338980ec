"""Buttons of one line that stay as they are when they are pressed."""

from textual.geometry import Size
from textual.widgets import Button


class FormButton(Button):
    """Textual's button without the flash at a press: on a slow line it would be two more drawings."""

    def __init__(self, label: str, id: str, classes: str = "") -> None:
        super().__init__(label, id=id, classes=classes, compact=True)
        self.active_effect_duration = 0
        self.enter = label
        """What Enter does on it, for the footer."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "press":
            return self.screen.check_action(action, parameters)
        return super().check_action(action, parameters)


class Link(FormButton):
    """A button that looks like a link: no cells around its words; `at` is the edge that it is flush with."""

    def __init__(self, label: str, id: str, at: str = "left") -> None:
        super().__init__(label, id, classes=f"link {at}")
        self.enter = ""  # its label says it all
        self.styles.line_pad = 0  # a style sheet can't say 0

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return super().get_content_width(container, viewport) - 2  # Textual counts the pad even if it is 0
