"""A place: a screen that stays, shows how things are, and starts journeys."""

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
from screens.widgets.message_line import MessageLine

S = TypeVar("S")


class Page(StoreScreen[None], Generic[S]):
    """A place loads what it shows each time that it comes to the front.

    Args:
        load: Gives what is shown.
        ways: What each of its buttons leads to, by the button's id.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "Next", show=False),
        Binding("up", "app.focus_previous", "Previous", show=False),
    ]
    AUTO_FOCUS = ""  # what there is to stand on is known only once how things are has been loaded

    BEGINS_AT: ClassVar[str] = "Button"
    """What the person stands on at first: the first of these that is shown."""

    class SessionEnded(Message):
        """The session is over; the place cannot show anything any more."""

        def __init__(self, over: SessionEnded) -> None:
            super().__init__()
            self.over = over

    def __init__(self, load: Callable[[], Awaitable[S]], ways: dict[str, Callable[[], object]]) -> None:
        super().__init__()
        self._load = load
        self._ways = ways
        self._load_failed = False

    def body(self) -> Iterable[Widget]:
        """Lay out what all places share."""
        yield Static(Content(self.heading), classes="heading")
        yield from self.content()

    def foot(self) -> Iterable[Widget]:
        """Keep the message in sight, however long the content is."""
        yield MessageLine()

    def content(self) -> Iterable[Widget]:
        """Return what is below the title."""
        return ()

    def show(self, state: S) -> None:
        """Show what was loaded, in the widgets that are there."""

    @on(events.ScreenResume)
    @work(exclusive=True, group="reload")
    async def reload(self) -> None:
        """Load and show how things are; a place that is just being laid out does so when it is."""
        try:
            state = await self._load()
        except SessionEnded as over:
            self.post_message(self.SessionEnded(over))
        except StoreError as refusal:
            if self.is_open:
                self.refuse(str(refusal))
                self._load_failed = True
        else:
            if not self.is_open:
                return
            if self._load_failed:  # what it said is over
                self.say("")
                self._load_failed = False
            self.show(state)
            shown = self.focus_chain
            if self.focused not in shown:  # nothing has the focus, or what is not shown any more
                self.set_focus(next((one for one in self.query(self.BEGINS_AT) if one in shown), None))

    @on(Button.Pressed)
    def go(self, event: Button.Pressed) -> None:
        """Go where a button leads."""
        self.go_to(event.button.id or "")

    def go_to(self, way: str) -> None:
        """Go one of the ways that lead from here.

        Args:
            way: Its name.
        """
        self._ways[way]()


class Row(Horizontal):
    """A line of a place: what it is, how it is, and what can be done about it.

    Args:
        label: What it is.
        id: The name that the place knows its value by.
        buttons: What can be done.
    """

    def __init__(self, label: str, id: str, *buttons: Button) -> None:
        super().__init__(classes="row")
        self._label = label
        self._value = Static(id=id, classes="value")
        self._buttons = buttons

    def compose(self) -> Iterable[Widget]:
        """Lay it out."""
        yield Static(self._label, classes="row-label", markup=False)
        yield self._value
        yield from self._buttons
