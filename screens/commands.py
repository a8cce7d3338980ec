"""The command palette: the program's own commands, found by what they do."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.screen import Screen

from kstore_tui.core.results import Account
from screens.base.step_screen import StepScreen

if TYPE_CHECKING:
    from screens.navigator import Navigator


class Command(NamedTuple):
    """Something that can be done from everywhere."""

    name: str
    explanation: str
    run: Callable[[], object]


def commands_outside(page: Screen[Any]) -> tuple[Command, ...]:
    """Return what can be done before anybody is logged in.

    Args:
        page: Where the person is.
    """
    if not isinstance(page, StepScreen):
        return ()
    return tuple(
        Command(action.label, action.explanation, partial(page.act, action)) for action in page.step.links
    )


def commands_inside(go: "Navigator", account: Account | None) -> tuple[Command, ...]:
    """Return what whoever is logged in can do now.

    Args:
        go: Who leads to it.
        account: How their account is; None when it cannot be read just now.
    """
    from screens.flows import account as own  # not needed before
    from screens.flows import administrators, two_step

    start = go.start
    places = (
        Command("Account Settings", "Your account, two-step verification, sessions", go.account_settings),
        Command("Administrators", "Who may log in; delete one, send a code again", go.administrators),
        Command("Activity", "What happened, newest first", go.activity),
        Command("Register administrators", "Invite one or more", partial(start, administrators.register)),
        Command("Change Password", "Choose another one", partial(start, own.change_password)),
        Command("Security rules", "Every rule with its numbers", go.security_rules),
        Command("Log out", "End this session, go to the login screen", go.log_out),
    )
    if account is None:
        return places
    enable = Command(
        "Enable Two-Step Verification", "Be mailed a code at login", partial(start, two_step.enable)
    )
    change = Command("Change Address", "Be mailed the codes elsewhere", partial(start, two_step.change))
    disable = Command(
        "Disable Two-Step Verification", "Log in without codes", partial(start, two_step.disable)
    )
    elsewhere = Command(
        "Log out everywhere else", "End your other sessions", partial(start, own.log_out_others)
    )
    close = Command("Close this account", "Delete your own account", partial(start, own.close))
    return (
        *places,
        *((change, disable) if account.two_step_is_on else (enable,)),
        *((elsewhere,) if account.other_sessions else ()),
        *((close,) if account.administrators > 1 else ()),
    )


class Commands(Provider):
    """Finds commands by their names and by what they do; the app tells which there are now."""

    async def startup(self) -> None:
        """Find out what there is."""
        self._offered: Iterable[Command] = await self.app.commands()  # type: ignore[attr-defined]

    async def discover(self) -> Hits:
        """Offer all of them before anything is typed."""
        for command in self._offered:
            yield DiscoveryHit(command.name, command.run, help=command.explanation)

    async def search(self, query: str) -> Hits:
        """Offer those that fit what is typed."""
        matcher = self.matcher(query)
        for command in self._offered:
            score = max(matcher.match(command.name), matcher.match(command.explanation))
            if score > 0:
                yield Hit(score, matcher.highlight(command.name), command.run, help=command.explanation)
