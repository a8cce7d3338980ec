"""What a state is: the screen, how it is opened, and which keys lead to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple

from textual.screen import Screen

from kstore_tui.core.errors import StoreError
from screens.base.screen import StoreScreen
from screens.base.step import Step
from screens.base.step_screen import StepScreen

NOW = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)
"""The time in every picture."""
ADDRESS = "ada@example.com"
CODES = "codes@example.net"
MARKUP = "a[/b]@example.com"
WIDE = "管理者@例え.jp"
RIGHT_TO_LEFT = "דוא@דוגמה.co.il"
LONG = f"{'a-very-long-name-of-a-person' * 2}@{'department.' * 5}example.com"


class Look(NamedTuple):
    """How large the terminal is, and which theme it shows."""

    width: int = 80
    height: int = 24
    theme: str = "dark"

    def __str__(self) -> str:
        return f"{self.width}x{self.height} {self.theme}"


USUAL = (Look(),)
SMALL = (Look(), Look(60, 16))
EVERY_LOOK = (Look(), Look(60, 16), Look(120, 40), Look(theme="light"))
"""For one state of each kind of screen."""


Opened = Callable[[], StoreScreen[Any] | Step[Any]]
"""Makes a page, or the step that a screen draws."""


@dataclass(frozen=True)
class State:
    """A screen in a state."""

    name: str
    screen: type[Screen[Any]]
    """What is on top in the end."""
    opened: Opened
    does: str = ""
    """What the person then presses (a name in `KEYS`) and types, with spaces between."""
    looks: tuple[Look, ...] = USUAL
    notice: str | StoreError | None = None
    account: str | None = None
    busy: bool = False
    """Whether the screen is still busy in the end, or still loads."""

    def page(self) -> StoreScreen[Any]:
        """Make the page that is opened first."""
        opened = self.opened()
        page = StepScreen(opened) if isinstance(opened, Step) else opened
        page.notice = self.notice
        page.account = self.account
        return page


def asked(name: str, opened: Opened, does: str = "", **more: Any) -> State:
    """Return a state of a step."""
    return State(name, StepScreen, opened, does, **more)


def shown(name: str, opened: partial[Any], does: str = "", **more: Any) -> State:
    """Return a state of a page."""
    assert isinstance(opened.func, type)
    return State(name, opened.func, opened, does, **({"account": ADDRESS} | more))


KEYS = frozenset(
    {"enter", "tab", "shift+tab", "escape", "f1", "f3", "f10", "down", "end", "ctrl+p", "ctrl+r", "ctrl+c"}
)
"""What is a key in the table; every other word is typed, all of it at once."""
