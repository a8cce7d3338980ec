"""What every full screen shares: top line, body, message line, footer, help."""

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from kstore_tui.core.errors import StoreError
from screens.base.help import Help
from screens.widgets.footer import Footer
from screens.widgets.lines import MessageLine, TopBar

R = TypeVar("R")


class StoreScreen(Screen[R]):
    """A full screen: a step or a page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "explain", "Help"),
        Binding("escape", "back", "Back"),
    ]
    HORIZONTAL_BREAKPOINTS = [
        (0, "-very-narrow"),
        (60, "-narrow"),
        (80, "-normal"),
        (100, "-wide"),
        (140, "-very-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-normal-height"), (32, "-tall")]

    HELP: ClassVar[str] = ""
    """What F1 shows: what this page is for, and what to do when it doesn't work."""

    can_go_back: bool = True

    SCROLLS: ClassVar[bool] = False
    """Whether the arrow keys scroll the body: for a page on which nothing takes the focus."""

    WHEN_IDLE: ClassVar[frozenset[str]] = frozenset({"back", "explain", "submit", "press"})
    """The actions of the screen, its fields and buttons that do nothing while it is busy."""

    heading: str = ""
    account: str | None = None
    """Who is logged in, for the top line; set by what shows the screen."""
    notice: str | StoreError | None = None
    """What the screen says at first: how it came that the person is here."""
    busy: reactive[bool] = reactive(False, repaint=False, init=False, bindings=True)
    """While it is, the screen can't be left or used again, and the footer doesn't offer it."""

    def compose(self) -> ComposeResult:
        width, height = self.app.size  # Textual adds these classes after the first drawing: things would move
        self.add_class(_class_for(width, self.HORIZONTAL_BREAKPOINTS))
        self.add_class(_class_for(height, self.VERTICAL_BREAKPOINTS))
        yield TopBar(self.account)
        with VerticalScroll(id="body", can_focus=self.SCROLLS):
            yield from self.body()
        yield from self.foot()
        yield Footer()

    def body(self) -> Iterable[Widget]:
        """Return what is between the top line and the footer, and scrolls where it must."""
        return ()

    def foot(self) -> Iterable[Widget]:
        """Return what stays in sight under the body."""
        return ()

    def on_mount(self) -> None:
        if isinstance(self.notice, StoreError):
            self.refuse(str(self.notice))
        elif self.notice:
            self.say(self.notice)

    @property
    def help_text(self) -> str:
        return self.HELP

    @property
    def is_open(self) -> bool:
        """Whether the screen is there with all of its widgets, on top or under others.

        What was awaited may come too late, or too early: when the program ends, screens lose their widgets
        while they are still on the stack.
        """
        return self.is_mounted and self.app.is_running and self in self.app.screen_stack

    @property
    def message_line(self) -> MessageLine:
        return self.query_one(MessageLine)

    def say(self, line: str) -> None:
        """Say something that is no error."""
        self.message_line.say(line)

    def refuse(self, line: str) -> None:
        """Say why something was not done."""
        self.message_line.refuse(line)

    def action_back(self) -> None:
        if not self.busy and self.can_go_back:
            self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.busy and action in self.WHEN_IDLE:
            return False
        if action == "back":
            return self.can_go_back
        return super().check_action(action, parameters)

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """End with a result, once: pressed twice in one bunch, a key would also close the screen below."""
        if not self.is_open:
            return AwaitComplete()
        while not self.is_active:  # F1 came right after Enter: Textual would close the help instead
            self.app.pop_screen()
        return super().dismiss(result)

    def action_explain(self) -> None:
        self.app.push_screen(Help(self.heading, self.help_text))


def _class_for(length: int, breakpoints: list[tuple[int, str]]) -> str:
    return max(each for each in breakpoints if each[0] <= length)[1]
