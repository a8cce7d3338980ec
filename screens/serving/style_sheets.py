"""Style sheets for many apps: what was parsed for one is used by all."""

from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation


class ParsedRules:
    """The rules of each style sheet, by its text and the theme's variables. Apps only read them."""

    def __init__(self) -> None:
        self._parsed: dict[Any, list[RuleSet]] = {}

    def for_theme(self, variables: dict[str, str]) -> Stylesheet:
        """Return an empty style sheet that finds here what was parsed before."""
        return _SharingStylesheet(self._parsed, variables)


class _SharingStylesheet(Stylesheet):
    def __init__(self, parsed: dict[Any, list[RuleSet]], variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parsed = parsed
        self._theme = frozenset(variables.items())

    def set_variables(self, variables: dict[str, str]) -> None:
        super().set_variables(variables)
        self._theme = frozenset(variables.items())

    def _parse_rules(  # private: Textual has no other place where rules can be shared
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        key = (self._theme, css, read_from, is_default_rules, tie_breaker, scope)
        if key not in self._parsed:
            self._parsed[key] = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
        return self._parsed[key]
