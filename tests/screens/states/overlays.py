"""What opens over a page: the account's menu, the explanation, the command palette."""

from functools import partial

from kstore_tui.core.results import CodeSent, LoggedIn
from screens.account.menu import AccountMenu
from screens.account.security_rules import SecurityRules
from screens.base.help import Help
from screens.login.first_registration import first_registration_step
from screens.login.login import login_step
from screens.two_step.address import address_step
from screens.two_step.code import CodeStep
from screens.two_step.recommendation import recommendation_step
from screens.widgets.palette import Palette
from tests.screens.states.places import home, settings
from tests.screens.states.state import ADDRESS, CODES, LONG, MAIN, NOW, SMALL, Opened, State, gives

_SENT = CodeSent("", CODES, NOW, NOW, 3)
_login = partial(login_step, gives(LoggedIn("", ADDRESS)))
_first = partial(first_registration_step, gives(LoggedIn("", ADDRESS)))
_code: Opened = partial(CodeStep, _SENT, gives(_SENT), gives(None))
_recommendation = partial(recommendation_step, 1, "Enable two-step verification", "Step 1 of 4")
_address = partial(address_step, gives(_SENT), ADDRESS, "Enable two-step verification", "Step 2 of 4")
_rules = partial(SecurityRules, gives(None), {})

STATES = (
    State("menu, over the store", AccountMenu, home(), "f10", account=ADDRESS, looks=MAIN),
    State("menu, second entry", AccountMenu, home(), "f10 down", account=ADDRESS),
    State("menu, over the settings", AccountMenu, settings(codes=CODES), "f10", account=ADDRESS),
    State("menu, over a step", AccountMenu, _address, "f10", account=ADDRESS),
    State("menu, very long address", AccountMenu, home(address=LONG), "f10", account=LONG),
    State("help, first run", Help, _first, "f1"),
    State("help, login", Help, _login, "f1", looks=MAIN),
    State("help, code", Help, _code, "f1"),
    State("help, code, scrolled to its end", Help, _code, "f1 tab end", looks=SMALL),
    State("help, recommendation", Help, _recommendation, "f1", account=ADDRESS),
    State("help, security rules", Help, _rules, "f1", account=ADDRESS),
    State("commands, logged out", Palette, _login, "ctrl+p", looks=SMALL),
    State("commands, logged in", Palette, home(), "ctrl+p", account=ADDRESS, looks=MAIN),
    State("commands, searched", Palette, home(), "ctrl+p rule", account=ADDRESS),
)
