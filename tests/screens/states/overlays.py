"""What opens over a page: the account's menu, the explanation, the command palette."""

from functools import partial

from kstore_tui.core.results import CodeSent, LoggedIn
from screens.account.menu import AccountMenu
from screens.base.help import Help
from screens.base.palette import Palette
from screens.login.login import login_step
from screens.two_step.code import CodeStep
from tests.screens.states.pages import home
from tests.screens.states.state import ADDRESS, CODES, EVERY_LOOK, LONG, NOW, Opened, State
from tests.screens.support.use_cases import UseCase

_login = partial(login_step, UseCase(LoggedIn("", ADDRESS)))
_sent = CodeSent("", CODES, NOW)
_code: Opened = partial(CodeStep, _sent, UseCase(_sent), UseCase())

STATES = (
    State(
        "menu, over the store",
        AccountMenu,
        home(administrators=1, events=1),
        "f10",
        account=ADDRESS,
        looks=EVERY_LOOK,
    ),
    State("menu, very long address", AccountMenu, home(address=LONG), "f10", account=LONG),
    State("help, login", Help, _login, "f1", looks=EVERY_LOOK),
    State("help, code, scrolled to its end", Help, _code, "f1 tab end"),
    State("commands, logged out", Palette, _login, "ctrl+p"),
    State("commands, logged in", Palette, home(), "ctrl+p", account=ADDRESS, looks=EVERY_LOOK),
    State("commands, searched", Palette, home(), "ctrl+p rule", account=ADDRESS),
)
