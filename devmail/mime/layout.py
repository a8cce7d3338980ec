"""Where in a mail its header ends, and where the parts of its body begin and end."""

import re
from collections.abc import Iterator

MOST_LINES = 10_000
"""Lines of a mail that look like one between two parts; no more of them are looked at."""
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")


def head_and_body(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Return where a header ends and where its body begins; what does not begin with a field is all body.

    Args:
        raw: The mail.
        start: Where it begins, or one of its parts does.
        end: Where that ends.
    """
    if not _FIELD.match(raw, start, end):
        gap = next((gap for gap in (b"\r\n", b"\n") if raw.startswith(gap, start, end)), b"")
        return start, start + len(gap)
    crlf = raw.find(b"\n\r\n", start, end)
    if (bare := raw.find(b"\n\n", start, end if crlf < 0 else crlf)) >= 0:
        return bare, bare + 2
    return (end, end) if crlf < 0 else (crlf, crlf + 3)


class Boundaries:
    """The lines between the parts of one mail, and between the parts of these.

    A mail can be made of lines that only look like such a one, in parts that are looked through once for each
    part around them: they are counted over all levels.

    Args:
        raw: The mail.
    """

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._left = MOST_LINES

    @property
    def is_too_long(self) -> bool:
        """Whether there were so many lines that no more are looked at."""
        return not self._left

    def between(self, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int]]:
        """Yield where each part begins and ends, up to the line that says it is the last.

        Args:
            start: Where what is made of parts begins.
            end: Where it ends.
            boundary: What stands on the lines between them, behind `--`.
        """
        raw, line = self._raw, b"--" + boundary
        first = None
        for at, after in self._lines(start, end, line):
            if first is not None:
                yield first, max(first, at - (2 if raw.endswith(b"\r\n", first, at) else 1))
            if raw.startswith(b"--", at + len(line), after):
                return
            first = after
        if first is not None:  # whose end is missing
            yield first, end

    def _lines(self, start: int, end: int, line: bytes) -> Iterator[tuple[int, int]]:
        """Yield where each such line stands, be it with `--` after it, and where the next line begins."""
        raw, after = self._raw, start
        at = start if raw.startswith(line, start, end) else self._next(line, start, end)
        while start <= at and self._left:
            self._left -= 1
            after = raw.find(b"\n", at, end) + 1 or end
            if raw[at + len(line) : after].strip() in (b"", b"--"):
                yield at, after
            at = self._next(line, after - 1, end)

    def _next(self, line: bytes, start: int, end: int) -> int:
        found = self._raw.find(b"\n" + line, start, end)
        return found if found < 0 else found + 1
