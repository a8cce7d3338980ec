"""The command palette."""

from textual.command import CommandInput, CommandList, CommandPalette


class Palette(CommandPalette):
    """Textual's palette, without a blinking cursor: on a slow line every blink costs."""

    def on_mount(self) -> None:
        self.query_one(CommandInput).cursor_blink = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "command_list":  # it fails in a list that the terminal has no room for
            return all(each.scrollable_content_region.area for each in self.query(CommandList))
        return super().check_action(action, parameters)
