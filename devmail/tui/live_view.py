"""The mails as they come, and the chosen one."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.widgets import Static

from devmail.model import Mail
from devmail.smtp.refusals import Refusal, Refusals
from devmail.store.inbox import Inbox, TakenOut, now_in_utc
from devmail.text import one_line
from devmail.tui.faults_form import HasFaults
from devmail.tui.key_line import KeyLine
from devmail.tui.lasting_app import LastingApp, Report
from devmail.tui.look import THEMES
from devmail.tui.mail_list import MailList
from devmail.tui.mails import Mails
from devmail.tui.pace import Pace
from devmail.tui.reader import Reader
from devmail.tui.search_field import SearchField
from devmail.tui.title import Title

_TO_BE_HAD_BACK = 10
"""Mails that are held in memory after they were deleted."""
_LOOK = 1.0
"""Seconds from one look at what other programs do to the next."""


class LiveView(LastingApp):
    """Shows an inbox, and what comes into it; what can be done with it is the viewer's.

    Args:
        inbox: The mails.
        url: Where the mail server listens, as `smtp://127.0.0.1:1025`.
        warning: What is to be said about that; it stays on screen.
        server: The mail server, whose faults are shown while any is on.
        refusals: What clients are refused; the newest is told.
        is_shared: Whether other programs may change the inbox, too.
        report: Takes note of faults of the view's own; without it they are raised.
        clock: The present time, in UTC.
        theme: `dark` or `light`.
    """

    TITLE = "devmail"
    CSS_PATH = "viewer.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-normal"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]

    def __init__(
        self,
        inbox: Inbox,
        url: str,
        warning: str = "",
        *,
        server: HasFaults | None = None,
        refusals: Refusals | None = None,
        is_shared: bool = False,
        report: Report | None = None,
        clock: Callable[[], datetime] = now_in_utc,
        theme: str = "dark",
    ) -> None:
        super().__init__(report)
        self.animation_level = "none"  # nothing moves and nothing is sent while no mail comes
        self.register_theme(THEMES[theme])
        # Watched, it would have all style sheets read a second time before anything is drawn.
        self.set_reactive(LiveView.theme, THEMES[theme].name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.inbox = inbox
        """The mails that are kept."""
        self._url = url
        self._warning = warning
        self.server = server
        """The mail server; None where it is not to be told anything."""
        self._refusals = refusals or Refusals()
        self._is_shared = is_shared
        self.mails = Mails(inbox)
        """What is listed."""
        self.follows = True
        """Whether the newest is chosen as it comes."""
        self.deleted: deque[TakenOut] = deque(maxlen=_TO_BE_HAD_BACK)
        """What was deleted one by one, the last one last."""
        self._fresh: list[Mail] = []
        self._look_again = False
        self._pace = Pace(self._show_changes, self.call_after_refresh, self._later)
        self._offered: object = None
        # Kept here: the app itself finds only what is on the screen on top.
        empty = f"No mail yet.\nWhat is sent to {url} is shown here."
        self.list = MailList(self.mails, empty, clock, self._moved)
        """The mails, of which one is chosen."""
        self.reader = Reader(inbox)
        """The chosen one."""
        self.search = SearchField()
        """What is looked for."""
        self._title = Title()
        self._message = Static(id="message")
        self.said = ""
        """What stands on the line under the mail."""
        self._said_much = False
        self._faults = Static(id="faults")
        self._faults_told = ""

    def compose(self) -> ComposeResult:
        """Lay it out, from the first time on as the terminal's size asks for: nothing moves afterwards."""
        for points, length in (
            (self.HORIZONTAL_BREAKPOINTS, self.size.width),
            (self.VERTICAL_BREAKPOINTS, self.size.height),
        ):
            self.screen.add_class(max(point for point in points if point[0] <= length)[1])
        with Horizontal(id="top"):
            yield self._title
            yield self.search
        if self._warning:
            yield Static(Content(self._warning), id="warning")
        yield self._faults
        with Container(id="split"):
            yield self.list
            yield self.reader
        yield self._message
        yield KeyLine()

    def on_mount(self) -> None:
        """Show what is there, and each mail that comes."""
        self._stop = self.inbox.subscribe(self._arrived, self._gone)
        self._stop_hearing = self._refusals.subscribe(self._refused)
        with self.telling():  # the port was open while this started: a mail may have come meanwhile
            self.mails.look_again()
            self.mails.choose(0)
        self.list.focus()
        self.show()
        self.show_faults()
        self.set_interval(_LOOK, self._look_around)

    def on_unmount(self) -> None:
        """Listen no more."""
        self._stop()
        self._stop_hearing()

    # --- what comes and goes by itself ---

    def _arrived(self, mails: Sequence[Mail]) -> None:
        self._fresh += mails
        self._pace.ask()

    def _gone(self) -> None:
        self._look_again = True
        self._pace.ask()

    def _refused(self, refusal: Refusal) -> None:
        self.call_later(self.say, refusal.describe(), fails=True)
        self.call_later(self.show_faults)

    def _later(self, seconds: float, show: Callable[[], None]) -> None:
        # Not by a timer of Textual's: those do nothing when they are set by another than the app, as by the
        # task that took the mail. And never at once, so not before the mail is answered.
        asyncio.get_running_loop().call_later(seconds, self.call_later, show)

    def _show_changes(self) -> None:
        """Show what came and went since the last time; what is read stays where it is."""
        fresh, self._fresh = self._fresh, []
        look_again, self._look_again = self._look_again, False
        in_sight = self.follows or self.list.shows_chosen
        with self.telling():
            more = self.mails.arrived(fresh) if fresh else 0
            if look_again:
                self.mails.look_again()
            if self.follows:
                self.mails.choose(0)
            else:
                self.list.stay(more)
            self.show(reveal=in_sight)

    def _look_around(self) -> None:
        """Show what changed without anybody's telling; while nothing did, nothing is drawn."""
        with self.telling():
            self.show_faults()
            self.list.draw_a_new_day()
            if self._is_shared:
                self.inbox.look_elsewhere()

    def show_faults(self) -> None:
        """Tell of the faults while any is on, and of a store that fails."""
        faults = self.server.faults.describe() if self.server is not None else ""
        told = " ".join(filter(None, (one_line(self._refusals.trouble), faults)))
        if told != self._faults_told:
            self._faults_told = told
            self._faults.update(Content(told))
            self._faults.display = bool(told)

    def _moved(self) -> None:
        """Show the mail that the person chose; who looks at an older one is not led away from it."""
        self.follows = self.mails.row == 0
        self.say("")
        self.show()

    # --- what is shown ---

    def show(self, reveal: bool = True) -> None:
        """Show how things are now.

        Args:
            reveal: Whether to bring the chosen mail's row in sight.
        """
        with self.telling():
            self._show_title()
            self.list.draw_anew(reveal)
            self.offer()  # before what may fail: the keys are those of the mail that is chosen now
            self.reader.show(self.mails.chosen)

    def _show_title(self) -> None:
        server = self._url.removeprefix("smtp://")
        count = self.inbox.count() if self.mails.search else self.mails.total
        self._title.show(server, self.mails, count, self.follows)

    def say(self, line: str, *, fails: bool = False) -> None:
        """Say something on the line under the mail.

        Args:
            line: What; with nothing the line is empty.
            fails: Whether something was not done.
        """
        self.said = line
        said = Content(one_line(line))
        is_long = said.cell_length > self._message.content_size.width
        # A path is worth a second line.
        self._message.update(said.stylize("$error") if fails else said, layout=is_long or self._said_much)
        self._said_much = is_long

    def offer(self) -> None:
        """Name the keys anew, if others do something now."""
        chosen = self.mails.chosen
        offered = (chosen and (chosen.code is None, chosen.link is None), self.follows, self.mails.search)
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()
