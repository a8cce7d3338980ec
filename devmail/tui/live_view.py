"""The mails as they come, and the chosen one."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from time import monotonic

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.widgets import Footer, Input, OptionList, Static

from devmail.model import Mail
from devmail.smtp.refusals import Refusal
from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox, TakenOut, now_in_utc
from devmail.text import one_line
from devmail.tui.lasting_app import LastingApp, Report
from devmail.tui.line_view import LineView
from devmail.tui.look import THEMES
from devmail.tui.mail_list import MailList
from devmail.tui.reader import Reader

_UNDO = 10
"""Deleted mails that are held in memory."""
_LOOK = 1.0
"""Seconds from one look at what other programs do to the next."""
_PAUSE = 0.05
"""Seconds from one showing of mails to the next at least: those of a flood are shown together."""
_SHARE = 2
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


class LiveView(LastingApp):
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
        super().__init__(report)
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
        self._fresh: list[Mail] = []
        self._look_again = False
        self._refusal = ""
        self._is_asked = False
        self._rest_until = 0.0
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
        self._stop = self.inbox.subscribe(self._arrived, self._gone)
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

    def _arrived(self, mails: Sequence[Mail]) -> None:
        self._fresh += mails
        self._show_soon()

    def _gone(self) -> None:
        self._look_again = True
        self._show_soon()

    def _refused(self, refusal: Refusal) -> None:
        self._refusal = refusal.describe()
        self._show_soon()

    def _show_soon(self) -> None:
        """Show the first mail at once, and those of a flood together."""
        if not self._is_asked:
            self._is_asked = True
            # Not by a timer of Textual's: those do nothing when another task than the app's sets them, as
            # that which took the mail. And never at once, so not before the mail is answered.
            wait = max(self._rest_until - monotonic(), 0)
            asyncio.get_running_loop().call_later(wait, self.call_later, self._show_changes)

    def _show_changes(self) -> None:
        """Show what came and went since the last time; what is read stays where it is."""
        began = monotonic()
        self._is_asked = False
        if began < self._rest_until:
            self._show_soon()
            return
        fresh, self._fresh = self._fresh, []
        look_again, self._look_again = self._look_again, False
        in_sight = self.follows or self.list.shows_chosen
        with self.telling():
            more = self.list.arrived(fresh) if fresh else 0
            if look_again:
                self.list.look_again()
            if self.follows:
                self.list.choose(0)
            else:
                self.list.hold_still(more)
            self.show(reveal=in_sight)
            if self._refusal:
                self.say(self._refusal, fails=True)
                self.show_trouble()
                self._refusal = ""
        self._rest(began)
        self.call_after_refresh(self._rest, began)

    def _rest(self, began: float) -> None:
        now = monotonic()
        self._rest_until = now + max(_PAUSE, _SHARE * (now - began))

    def _look_around(self) -> None:
        """Show what changed without anybody's telling; while nothing did, nothing is drawn."""
        with self.telling():
            self.show_trouble()
            self.list.draw_new_day()
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
            count, total = self.list.total, self.inbox.count() if self.list.search else self.list.total
            mails = f"{count} of {total}" if self.list.search else counted(total)
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
        offered = (self.list.chosen is None, self.follows, self.list.search, self.reader.shows_parts)
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


def counted(mails: int) -> str:
    """Return a number of mails in words."""
    return f"{mails} email{'' if mails == 1 else 's'}"
