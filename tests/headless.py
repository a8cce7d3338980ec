"""What Textual does for each app without a terminal, and tests need not pay for each time."""

from collections.abc import Iterator
from typing import Any

import pytest
import textual.css.stylesheet as textual_style_sheet
from rich.console import RenderableType
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.app import App
from textual.screen import Screen

_render_update = Compositor.render_update
_parse = textual_style_sheet.parse  # type: ignore[attr-defined]


def read_style_sheets_once() -> None:
    """Let Textual take the rules of a style sheet that was read before, with the same variables."""
    read: dict[Any, list[Any]] = {}

    def parse(
        scope: str,
        css: str,
        read_from: tuple[str, str],
        variables: dict[str, str] | None = None,
        variable_tokens: dict[str, list[Any]] | None = None,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
    ) -> Iterator[Any]:
        tokens = {name: "".join(token.value for token in of) for name, of in (variable_tokens or {}).items()}
        values = (tuple(tokens.items()), tuple((variables or {}).items()))
        key = (scope, css, read_from, values, is_default_rules, tie_breaker)
        if key not in read:
            read[key] = list(
                _parse(scope, css, read_from, variables, variable_tokens, is_default_rules, tie_breaker)
            )
        return iter(read[key])

    textual_style_sheet.parse = parse  # type: ignore[attr-defined]


def lines_on_screen(app: App[Any]) -> list[str]:
    """Draw the screen on top, and return its lines as they stand there."""
    visible_screen_stack.set(app._background_screens)
    return [line.text for line in app.screen._compositor.render_strips()]


def draw_only_what_is_looked_at() -> None:
    """Let Textual draw whole screens only: those of pictures, and those whose lines are read.

    What changes is drawn for the terminal each time, and where there is none, it is thrown away: that is a
    fifth of the time of a screen's test. What the terminal is sent is seen in `tests/journeys`.
    """

    def render_update_if_whole(
        self: Compositor,
        full: bool = False,
        screen_stack: list[Screen[Any]] | None = None,
        simplify: bool = False,
    ) -> RenderableType | None:
        if full:
            return _render_update(self, full, screen_stack, simplify)
        self._dirty_regions.clear()
        return None

    Compositor.render_update = render_update_if_whole  # type: ignore[method-assign]


def draw_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Textual draw as it does in the program, for a test that looks at a terminal."""
    monkeypatch.setattr(Compositor, "render_update", _render_update)
