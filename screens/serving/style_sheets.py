"""Style sheets for many apps: what was parsed for one is used by all."""

from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation


class ParsedRules:
    """The rules of each style sheet, by its text and the theme it was parsed for. Apps only read them."""

    def __init__(self) -> None:
        self.rules: dict[Any, list[RuleSet]] = {}
        self._themes: dict[frozenset[tuple[str, str]], int] = {}

    def style_sheet(self, variables: dict[str, str]) -> Stylesheet:
        """Return an empty style sheet that finds here what was parsed before."""
        return _SharingStylesheet(self, variables)

    def theme(self, variables: dict[str, str]) -> int:
        """Return a number for a theme's variables, which are too many to be compared for each style sheet."""
        return self._themes.setdefault(frozenset(variables.items()), len(self._themes))


class _SharingStylesheet(Stylesheet):
    def __init__(self, parsed: ParsedRules, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parsed = parsed
        self._theme = parsed.theme(variables)

    def set_variables(self, variables: dict[str, str]) -> None:
        super().set_variables(variables)
        self._theme = self._parsed.theme(variables)

    def _parse_rules(  # private: Textual has no other place where rules can be shared
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        key = (self._theme, css, read_from, is_default_rules, tie_breaker, scope)
        rules = self._parsed.rules
        if key not in rules:
            rules[key] = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
        return rules[key]
