"""The commands that the palette offers, before and after a login."""

from functools import partial
from typing import Any

from textual.screen import Screen

from kstore_tui.core.results import Account
from screens import pages
from screens.base.palette import Command
from screens.base.step_screen import StepScreen
from screens.flows import account, administrators, two_step
from screens.pages import Navigation


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
            "Password, two-step verification, sessions",
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
