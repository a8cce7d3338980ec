"""Account Settings: the person's own account."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from kstore_tui.core.results import Account
from kstore_tui.core.text import day_and_time, long_ago
from screens.base.page import Page, Row
from screens.widgets.button import Link
from screens.widgets.lines import plain


class AccountSettings(Page[Account]):
    """Shows the account and starts what can be changed about it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1,question_mark", "rules", "Security rules")]

    BEGINS_AT = "#enable, #change"

    heading = "Account Settings"

    def content(self) -> Iterable[Widget]:
        yield Row("Login address", "login-address")
        yield Row("Password", "password-changed", Link("Change Password", "change-password", at="right"))
        yield Static("Two-step verification", classes="section")
        yield Static(id="two-step")
        with Horizontal(classes="row", id="two-step-off"):
            yield Link("Enable Two-Step Verification", "enable")
        with Horizontal(classes="row", id="two-step-on"):
            yield Link("Change Address", "change")
            yield Link("Disable Two-Step Verification", "disable")
        yield Static("Sessions", classes="section")
        yield Row("This terminal", "session")
        with Vertical(id="others"):
            yield Row("Other sessions", "elsewhere")
            yield Link("Log out everywhere else", "log-out-others")
        yield Static("Other", classes="section")
        yield Row("Appearance", "appearance", Link("Change", "change-appearance", at="right"))
        yield Link("Close this account", "close")

    def on_mount(self) -> None:
        self.watch(
            self.app,
            "theme",
            lambda theme: self._say_of("appearance", theme.removeprefix("kintone-").capitalize()),
        )

    def action_rules(self) -> None:
        self._buttons["rules"]()

    def show(self, state: Account) -> None:
        self._say_of("login-address", state.login_address)
        self._say_of("password-changed", f"changed {long_ago(state.password_changed_at, state.now)}")
        since = day_and_time(state.session.began_at, state.now)
        self._say_of("session", f"since {since}, from {state.session.origin}")
        others = state.other_sessions
        self.query_one("#others").display = bool(others)
        self._say_of(
            "elsewhere",
            *(f"since {day_and_time(each.began_at, state.now)}, from {each.origin}" for each in others),
        )
        self._say_of(
            "two-step",
            f"On · Codes go to {state.verification_address}"
            if state.two_step_is_on
            else "Off · Turn it on to require an emailed code at every login.",
        )
        self.query_one("#two-step-on").display = state.two_step_is_on
        self.query_one("#two-step-off").display = not state.two_step_is_on

    def _say_of(self, what: str, *lines: str) -> None:
        self.query_one(f"#{what}", Static).update(plain(*lines))
