"""The field for a verification code."""

from contextlib import suppress

from textual import events

from kstore_tui.core.codes import read_code
from kstore_tui.core.errors import NoCodeEntered
from screens.widgets.field import Field


class CodeField(Field):
    """A field that takes the code out of a whole pasted mail. Nothing submits itself."""

    def on_paste(self, event: events.Paste) -> None:
        with suppress(NoCodeEntered):  # what holds no code is pasted as any text is
            self.value = read_code(event.text)
            self.cursor_position = len(self.value)
            event.prevent_default()
            event.stop()
