"""The mails that are looked for, as one types."""

import asyncio

from textual import on, work
from textual.widgets import Input

from devmail.tui.live_view import LiveView

_READING = "Reading the mails…"


class SearchingView(LiveView):
    """Lists all mails, or those that are looked for."""

    def action_look_for(self) -> None:
        """Go to the search field, and read what a search has not gone through yet."""
        self.say("")
        self._find(self.mails.search)
        self.screen.set_focus(self.search)

    def action_clear_search(self) -> None:
        """List all mails again."""
        self.screen.set_focus(self.list)
        self.search.value = ""

    @on(Input.Changed, "#search")
    def look_for(self, event: Input.Changed) -> None:
        """List what matches what is typed so far."""
        self._find(event.value.strip())

    @work(exclusive=True)
    async def _find(self, search: str) -> None:
        """Read what no search has gone through yet, a bite at a time, so that mails come in meanwhile."""
        with self.telling():
            while (search or self.search.has_focus) and self.inbox.prepare_search():
                self.say(_READING)
                await asyncio.sleep(0)
            if search != self.mails.search:
                self.mails.look_for(search)
                if self.follows:
                    self.mails.choose(0)
            if self.said == _READING:  # not what was told of a key that was pressed meanwhile
                self.say("")
            self.show()
