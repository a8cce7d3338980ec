"""What every full screen shares: top line, body, message line, footer, and an explanation."""

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widget import Widget

from kstore_tui.refusals import Refusal
from screens.explanation import Explanation
from screens.widgets.message_line import MessageLine
from screens.widgets.page_footer import PageFooter
from screens.widgets.top_bar import TopBar

R = TypeVar("R")


class Page(Screen[R]):
    """A full screen: a step or a place."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1", "explain", "Help")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (100, "-wide"), (140, "-very-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-normal-height"), (32, "-tall")]

    EXPLANATION: ClassVar[str] = ""
    """What F1 shows: what this page is for, and what can be done when it does not work."""

    SCROLLS: ClassVar[bool] = False
    """Whether the arrow keys scroll the body: for a page without anything to stand on."""

    heading: str = ""
    """The title on the page."""
    account: str | None = None
    """Who is logged in, for the top line; set by whoever shows the page."""
    notice: str | Refusal | None = None
    """What the page says at first: how it came that the person is here."""
    busy: bool = False
    """While it is, the page cannot be left or used again."""

    def compose(self) -> ComposeResult:
        """Lay out what all pages share."""
        yield TopBar(self.account)
        with VerticalScroll(id="body", can_focus=self.SCROLLS):
            yield from self.body()
        yield from self.foot()
        yield PageFooter()

    def body(self) -> Iterable[Widget]:
        """Return what is between the top line and the footer, and scrolls where it must."""
        return ()

    def foot(self) -> Iterable[Widget]:
        """Return what stays in sight under the body."""
        return ()

    def on_mount(self) -> None:
        """Say how it came that the person is here."""
        if isinstance(self.notice, Refusal):
            self.refuse(str(self.notice))
        elif self.notice:
            self.say(self.notice)

    @property
    def is_open(self) -> bool:
        """Whether the page is still there, on top or under others: what was awaited may come too late."""
        return self in self.app.screen_stack

    @property
    def message_line(self) -> MessageLine:
        """Where the page says how it went."""
        return self.query_one(MessageLine)

    def say(self, line: str) -> None:
        """Say something that is no error."""
        self.message_line.say(line)

    def refuse(self, line: str) -> None:
        """Say why not."""
        self.message_line.refuse(line)

    def action_explain(self) -> None:
        """Open the explanation."""
        if not self.busy:
            self.app.push_screen(Explanation(self.heading, self.EXPLANATION))
