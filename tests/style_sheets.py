"""Style sheets are read once for all tests of a worker: Textual reads them for each app, at some cost."""

from collections.abc import Iterator
from typing import Any

import textual.css.stylesheet as textual_style_sheet

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
