"""The line under the fields that says how it went."""

from textual.widgets import Static

from screens.widgets.text import plain

ERROR_SIGN = "✗"


class MessageLine(Static):
    """A line of fixed height, so that nothing moves when it speaks; its text is shown as it is."""

    def say(self, line: str) -> None:
        """Say something that is no error."""
        self.set_class(False, "error")
        self.update(plain(line))

    def refuse(self, line: str) -> None:
        """Say why not; a sign stands before it, so that no one needs to see the colour."""
        self.set_class(True, "error")
        self.update(plain(f"{ERROR_SIGN} {line}"))
