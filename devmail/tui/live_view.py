"""The mails as they come, and the chosen one."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, tzinfo
from time import monotonic

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.dom import DOMNode
from textual.widgets import Footer, Input, OptionList, Static
from textual.worker import WorkerFailed

from devmail.smtp.refusals import Refusal
from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox, InboxUnusable, TakenOut, now_in_utc
from devmail.text import one_line
from devmail.tui.line_view import LineView
from devmail.tui.mail_list import MailList
from devmail.tui.reader import Reader
from devmail.tui.saving import CannotSave
from devmail.tui.themes import THEMES
from screens.terminal.driver import TerminalDriver

Report = Callable[[BaseException], str]
"""Logs an unexpected error, and returns the line for the person."""

_UNDO = 10
"""Deleted mails that are held in memory."""
_LOOK = 1.0
"""Seconds from one look at what other programs do to the next."""
_PAUSE = 0.05
"""Seconds until what came is shown, at least: a flood is shown together."""
_SHARE = 3
"""What took long to show is followed by a pause of so many times that: the mail server has its turn."""


class SearchField(Input):
    """Searches for what is typed, as it is typed."""

    BINDINGS = [
        Binding("escape", "app.clear_search", "Clear"),
        Binding("enter,down", "app.to_list", "List", key_display="enter"),
    ]

    def __init__(self) -> None:
        super().__init__(placeholder="/ search", id="search", compact=True, max_length=200)
        self.cursor_blink = False  # nothing is sent while nobody types


class LiveView(App[int]):
    """Shows an inbox, and what comes into it; what can be done with it is the viewer's.

    Args:
        warning: Something about the mail server that stays on screen.
        is_shared: Whether other programs may change the inbox, too.
        zone: Where the person is; None for the system's.
    """

    TITLE = "devmail"
    CSS_PATH = "viewer.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-normal"), (116, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]

    def __init__(
        self,
        inbox: Inbox,
        server: Sink,
        warning: str = "",
        *,
        is_shared: bool = False,
        report: Report | None = None,
        clock: Callable[[], datetime] = now_in_utc,
        theme: str = "dark",
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__(driver_class=TerminalDriver)
        self._report = report  # without it errors are raised, as tests want them
        self.ended_by = ""
        """The line about the error that ended the app; empty when none did."""
        self.animation_level = "none"  # nothing moves and nothing is sent while no mail comes
        self.register_theme(THEMES[theme])
        self.theme = THEMES[theme].name
        self.inbox = inbox
        self._warning = warning
        self.server = server
        self._is_shared = is_shared
        self.follows = True
        """Whether the newest mail is chosen as it comes."""
        self.deleted: deque[TakenOut] = deque(maxlen=_UNDO)
        self._refusal = ""
        self._update: asyncio.TimerHandle | None = None
        self._pause = _PAUSE
        self._offered: object = None
        self._troubles = ""
        # Kept here: the app itself finds only what is on the screen on top.
        empty = f"No emails yet.\nEmail sent to {server.url} appears here."
        self.list = MailList(inbox, empty, clock, zone, self._moved)
        self.reader = Reader(inbox, zone)
        self.search = SearchField()
        self._title = Static(id="title")
        self._trouble = Static(id="trouble")
        self._message = Static(id="message")
        self.said = ""
        """What is on the line under the mail."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield self._title
            yield self.search
        if self._warning:
            yield Static(Content(self._warning), id="warning")
        yield self._trouble
        with Container(id="split"):
            yield self.list
            yield self.reader
        yield self._message
        yield Footer(compact=True)

    def on_mount(self) -> None:
        if self.no_color:
            self.theme = THEMES["dark"].name  # the driver tells things apart by its brightness
        self._stop = self.inbox.subscribe(lambda mails: self._show_soon(), self._show_soon)
        self._stop_hearing = self.server.refusals.subscribe(self._refused)
        with self.telling():  # the port was open while this started: a mail may have come meanwhile
            self.list.look_again()
            self.list.choose(0)
        self.list.focus()
        self.show()
        self.show_trouble()
        self.set_interval(_LOOK, self._look_around)

    def on_unmount(self) -> None:
        self._stop()
        self._stop_hearing()

    # --- what comes and goes by itself ---

    def _refused(self, refusal: Refusal) -> None:
        self._refusal = refusal.describe()
        self._show_soon()

    def _show_soon(self) -> None:
        """Show what came and went together; not before the email is answered."""
        if self._update is None:
            # Textual's set_timer does nothing in other tasks than the app's, such as the mail server's.
            self._update = asyncio.get_running_loop().call_later(
                self._pause, self.call_later, self._show_changes
            )

    def _show_changes(self) -> None:
        """Show what came and went since the last time; what is read stays where it is."""
        began, self._update = monotonic(), None
        in_sight = self.follows or self.list.shows_chosen
        with self.telling():
            more = self.list.look_again()
            if self.follows:
                self.list.choose(0)
            else:
                self.list.hold_still(more)
            self.show(reveal=in_sight)
            if self._refusal:
                self.say(self._refusal, fails=True)
                self.show_trouble()
                self._refusal = ""
        self.call_after_refresh(self._set_pause, began)

    def _set_pause(self, began: float) -> None:
        self._pause = max(_PAUSE, _SHARE * (monotonic() - began))

    def _look_around(self) -> None:
        """Show what changed without anybody's telling; while nothing did, nothing is drawn."""
        with self.telling():
            self.show_trouble()
            if self._is_shared:
                self.inbox.look_elsewhere()

    def show_trouble(self) -> None:
        """Show the faults while any is on, and a store that fails."""
        faults = self.server.faults.describe()
        troubles = " ".join(filter(None, (one_line(self.server.refusals.trouble), faults)))
        if troubles != self._troubles:
            self._troubles = troubles
            self._trouble.update(Content(troubles))
            self._trouble.display = bool(troubles)

    # --- what is shown ---

    def show(self, reveal: bool = True) -> None:
        """Show how things are now, with the chosen mail's row in sight unless told otherwise."""
        with self.telling():
            count = len(self.list.mails)
            mails = f"{count} of {self.inbox.count()}" if self.list.search else counted(count)
            following = "following" if self.follows else "not following"
            # What is needed least comes last: it is cut off in a narrow terminal.
            server = self.server.url.removeprefix("smtp://")
            self._title.update(Content(f"{mails}  {following}  {server}  devmail"), layout=False)
            self.list.draw(reveal)
            self.offer()  # before what may fail: the keys are those of the mail that is chosen now
            self.reader.show(self.list.chosen)

    def say(self, line: str, *, fails: bool = False) -> None:
        self.said = line
        said = Content(one_line(line))
        self._message.update(said.stylize("$error") if fails else said)

    def offer(self) -> None:
        """Name the keys again where others do something now: Textual makes a new footer each time."""
        offered = (
            self.list.chosen is None,
            self.follows,
            self.list.search,
            self.reader.shows_parts,
            len(self.deleted) > 0,
        )
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()

    # --- following ---

    def _moved(self) -> None:
        """Show the mail that the person chose; who looks at an older one is not led away from it."""
        self.follows = self.list.row == 0
        self.say("")
        self.show()

    @on(LineView.Scrolled)
    def _stay(self) -> None:
        self.follows = False
        self.show(reveal=False)

    @on(OptionList.OptionHighlighted)
    def _stay_at_choice(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index:
            self._stay()

    # --- errors: the mail server runs in the same program, and goes on ---

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell the person when the inbox or a folder fails, and about unexpected errors."""
        try:
            yield
        except (InboxUnusable, CannotSave) as error:
            self.say(str(error), fails=True)
        except Exception as error:
            if self._report is None:
                raise
            self.say(self._report(error), fails=True)

    async def run_action(
        self,
        action: str | tuple[str, str, tuple[object, ...]],
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        if isinstance(default_namespace, OptionList) and not default_namespace.scrollable_content_region.area:
            return False  # Textual fails at the keys of a list that the terminal has no room for
        with self.telling():
            return await super().run_action(action, default_namespace, namespaces)
        return True

    # Private: nothing public is told of an error before Textual prints its report, which shows emails.
    def _handle_exception(self, error: Exception) -> None:
        if self._report is None:
            super()._handle_exception(error)
        elif not self.ended_by:
            self.ended_by = self._report(error.error if isinstance(error, WorkerFailed) else error)
            self.exit(return_code=1)


def counted(mails: int) -> str:
    """Return a number of mails in words."""
    return f"{mails} email{'' if mails == 1 else 's'}"
