"""Patterns that are compiled when they are first needed: some take as long as all else at a start."""

import re
from collections.abc import Callable, Iterator


class Pattern:
    """A regular expression, not compiled yet."""

    search: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    sub: Callable[..., str]
    finditer: Callable[..., Iterator[re.Match[str]]]

    def __init__(self, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self._pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        method: object = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, method)
        return method
