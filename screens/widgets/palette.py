"""The command palette, still while nobody types."""

from textual.command import CommandInput, CommandPalette


class Palette(CommandPalette):
    """Textual's palette without the blinking cursor: on a slow line every blink costs."""

    def on_mount(self) -> None:
        """Stop the blinking."""
        self.query_one(CommandInput).cursor_blink = False
