"""The store: where an administrator is after logging in."""

from collections.abc import Iterable

from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from kstore_tui.core.results import EVENTS_COUNTED, Account
from kstore_tui.core.text import day_and_time
from screens.base.page import Page
from screens.widgets.button import Link
from screens.widgets.lines import plain


class Home(Page[Account]):
    """Shows the last login and what is recommended."""

    HELP = (
        "This is the Kintone Store. Click your email address at the top right, or press F10, for Account "
        "Settings and Log out.\n\n"
        "If you don't recognize the last login, change your password and set up two-step verification."
    )
    can_go_back = False

    heading = "Welcome."

    def content(self) -> Iterable[Widget]:
        yield Static(id="last-login")
        with Vertical(id="recommended"):
            yield Static("Recommended", classes="section")
            with Horizontal(classes="row", id="unprotected"):
                yield Static("! Two-step verification is off.", classes="value")
                yield Link("Set it up", "set-up", at="right")
            with Horizontal(classes="row", id="alone"):
                yield Static("! You are the only administrator.", classes="value")
                yield Link("Register another", "register", at="right")
        with Horizontal(classes="row"):
            yield Link("Administrators", "administrators")
            yield Static(id="accounts", classes="value")
        with Horizontal(classes="row"):
            yield Link("Activity", "activity")
            yield Static(id="events", classes="value")
        yield Link("Security rules", "rules")

    def show(self, state: Account) -> None:
        last = state.last_session
        line = "This is your first login."
        if last is not None:
            line = f"Last login: {day_and_time(last.began_at, state.now)}, from {last.origin}"
        self.query_one("#last-login", Static).update(plain(line))
        alone = state.administrators == 1
        self.query_one("#unprotected").display = not state.two_step_is_on
        self.query_one("#alone").display = alone
        self.query_one("#recommended").display = alone or not state.two_step_is_on
        self.query_one("#accounts", Static).update(_count(state.administrators, "account"))
        happened = state.recent_events
        events = f"more than {EVENTS_COUNTED} events" if happened is None else _count(happened, "event")
        self.query_one("#events", Static).update(f"{events} in the last 7 days")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
