"""The command palette: the program's own commands, found by what they do."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

from textual.command import (
    CommandInput,
    CommandList,
    CommandPalette,
    DiscoveryHit,
    Hit,
    Hits,
    Provider,
)
from textual.screen import Screen

from kstore_tui.core.results import Account
from screens import pages
from screens.base.step_screen import StepScreen
from screens.flows import account, administrators, two_step
from screens.pages import Navigation


class Command(NamedTuple):
    """What can be done from everywhere."""

    name: str
    explanation: str
    run: Callable[[], object]


def commands_outside(screen: Screen[Any]) -> tuple[Command, ...]:
    """Return what can be done before anybody is logged in."""
    if not isinstance(screen, StepScreen):
        return ()
    return tuple(
        Command(action.label, action.explanation, partial(screen.act, action)) for action in screen.step.links
    )


def commands_inside(navigator: Navigation, own: Account | None) -> tuple[Command, ...]:
    """Return what someone who is logged in can do now; the account is None when it can't be read."""
    starts = partial(partial, navigator.start)
    opens = partial(partial, navigator.open)
    everyones = (
        Command(
            "Account Settings",
            "Your account, two-step verification, sessions",
            opens(pages.account_settings),
        ),
        Command("Administrators", "See, register and delete administrators", opens(pages.administrators)),
        Command("Activity", "What happened, newest first", opens(pages.activity)),
        Command("Register administrators", "Invite one or more", starts(administrators.register)),
        Command("Change Password", "Choose a new password", starts(account.change_password)),
        Command(
            "Security rules",
            "Limits on codes, passwords and sessions",
            opens(pages.security_rules, over_this_page=True),
        ),
        Command("Log out", "End this session", navigator.log_out),
    )
    if own is None:
        return everyones
    enable = Command(
        "Enable Two-Step Verification", "Require an emailed code at every login", starts(two_step.enable)
    )
    change = Command("Change Address", "Send codes to a different address", starts(two_step.change))
    disable = Command("Disable Two-Step Verification", "Log in without codes", starts(two_step.disable))
    elsewhere = Command("Log out everywhere else", "End your other sessions", starts(account.log_out_others))
    close = Command("Close this account", "Delete your own account", starts(account.close))
    return (
        *everyones,
        *((change, disable) if own.two_step_is_on else (enable,)),
        *((elsewhere,) if own.other_sessions else ()),
        *((close,) if own.administrators > 1 else ()),
    )


class Palette(CommandPalette):
    """Textual's palette over the commands that are offered, found by their names and by what they do.

    Args:
        offered: Gives the commands that can be chosen over a screen.
    """

    def __init__(self, offered: Callable[[Screen[Any]], Awaitable[Iterable[Command]]]) -> None:
        super().__init__([_provider(offered)], id="--command-palette")

    def on_mount(self) -> None:
        self.query_one(CommandInput).cursor_blink = False  # on a slow line every blink costs

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "command_list":  # it fails in a list that the terminal has no room for
            return all(each.scrollable_content_region.area for each in self.query(CommandList))
        return super().check_action(action, parameters)


def _provider(offered: Callable[[Screen[Any]], Awaitable[Iterable[Command]]]) -> type[Provider]:
    """Return a class, as Textual makes its providers itself."""

    class Commands(Provider):
        async def startup(self) -> None:
            self._offered = await offered(self.screen)

        async def discover(self) -> Hits:
            for command in self._offered:
                yield DiscoveryHit(command.name, command.run, help=command.explanation)

        async def search(self, query: str) -> Hits:
            matcher = self.matcher(query)
            for command in self._offered:
                score = max(matcher.match(command.name), matcher.match(command.explanation))
                if score > 0:
                    yield Hit(score, matcher.highlight(command.name), command.run, help=command.explanation)

    return Commands
