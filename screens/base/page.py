"""A page: a screen that stays, shows live data, and starts flows."""

from collections.abc import Awaitable, Callable, Iterable
from typing import ClassVar, Generic, TypeVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Static

from kstore_tui.core.errors import SessionEnded, StoreError
from screens.base.screen import StoreScreen
from screens.widgets.lines import MessageLine

S = TypeVar("S")


class Page(StoreScreen[None], Generic[S]):
    """A page loads what it shows each time that it comes to the front.

    Args:
        load: Gives what is shown.
        buttons: What each button does, by the button's id.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "Next", show=False),
        Binding("up", "app.focus_previous", "Previous", show=False),
    ]
    AUTO_FOCUS = ""  # what can take the focus is known only after the first load

    BEGINS_AT: ClassVar[str] = "Button"
    """What takes the focus at first: the first of these that is shown."""

    class LoggedOut(Message):
        """The session is over; the page can no longer show anything."""

        def __init__(self, over: SessionEnded) -> None:
            super().__init__()
            self.over = over

    def __init__(self, load: Callable[[], Awaitable[S]], buttons: dict[str, Callable[[], object]]) -> None:
        super().__init__()
        self._load = load
        self._buttons = buttons
        self._load_failed = False

    def body(self) -> Iterable[Widget]:
        yield Static(Content(self.heading), classes="heading")
        yield from self.content()

    def foot(self) -> Iterable[Widget]:
        yield MessageLine()

    def content(self) -> Iterable[Widget]:
        """Return what is below the heading."""
        return ()

    def show(self, state: S) -> None:
        """Show what was loaded, in the widgets that are there."""

    @on(events.ScreenResume)
    @work(exclusive=True, group="reload")
    async def reload(self) -> None:
        """Load and show how things are now; a page that is still being laid out does so when it is there."""
        try:
            state = await self._load()
        except SessionEnded as over:
            self.post_message(self.LoggedOut(over))
        except StoreError as error:
            if self.is_open:
                self.refuse(str(error))
                self._load_failed = True
        else:
            if not self.is_open:
                return
            if self._load_failed:  # its error is over
                self.say("")
                self._load_failed = False
            self.show(state)
            shown = self.focus_chain
            if self.focused not in shown:  # nothing has the focus, or something that is no longer shown
                self.set_focus(next((one for one in self.query(self.BEGINS_AT) if one in shown), None))

    @on(Button.Pressed)
    def follow(self, event: Button.Pressed) -> None:
        self._buttons[event.button.id or ""]()


class Row(Horizontal):
    """A line of a page: what it is, how it is, and what can be done about it.

    Args:
        label: What it is.
        id: The name that the page knows its value by.
        buttons: What can be done.
    """

    def __init__(self, label: str, id: str, *buttons: Button) -> None:
        super().__init__(classes="row")
        self._label = label
        self._value = Static(id=id, classes="value")
        self._buttons = buttons

    def compose(self) -> Iterable[Widget]:
        yield Static(self._label, classes="row-label", markup=False)
        yield self._value
        yield from self._buttons
