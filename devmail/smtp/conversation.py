"""The SMTP conversation that brings a mail: both sides' lines, without the mail and without secrets."""

from collections import deque

_LONGEST_LINE = 1000
_MOST = 4000
"""Characters of a beginning, and of an end, that are kept of how it opened and of what was for a mail."""
_MECHANISMS = (b"CRAM-MD5", b"LOGIN", b"PLAIN", b"XOAUTH2")


class Conversation:
    """What was said on one connection: how it opened, and all that was said for the mail at hand."""

    def __init__(self) -> None:
        self._opening = _Said()
        self._for_the_mail: _Said | None = None

    def client(self, line: bytes) -> None:
        """Add a command of the client's; what follows the name of a login's mechanism is left out.

        Args:
            line: The line without its end.
        """
        name = line[:4].upper()
        if name == b"AUTH":
            line = _without_secret(line)
        elif name == b"MAIL" and self._for_the_mail is None:
            self._for_the_mail = _Said()
        self._add(f"C: {line[:_LONGEST_LINE].decode('utf-8', 'replace')}")

    def aside(self, text: str) -> None:
        """Add what is told of, instead of what was sent.

        Args:
            text: What to say of it.
        """
        self._add(f"C: ({text})")

    def server(self, answer: str) -> None:
        """Add an answer.

        Args:
            answer: One or more lines.
        """
        for line in answer.split("\r\n"):
            self._add(f"S: {line}")

    def end_mail(self) -> None:
        """Forget what was said for a mail; what was said before the first belongs to every mail."""
        if self._for_the_mail is not None:
            self._for_the_mail = _Said()

    def __str__(self) -> str:
        return "\n".join((*self._opening.lines(), *(self._for_the_mail or _Said()).lines()))

    def _add(self, line: str) -> None:
        (self._opening if self._for_the_mail is None else self._for_the_mail).add(line)


class _Said:
    """Lines, of which the middle is left out when there are too many."""

    __slots__ = ("_begin", "_end", "_left_out", "_room", "_room_at_the_end")

    def __init__(self) -> None:
        self._begin: list[str] = []
        self._end: deque[str] = deque()
        self._left_out = 0
        self._room = self._room_at_the_end = _MOST

    def add(self, line: str) -> None:
        if self._room > 0:
            self._room -= len(line)
            self._begin.append(line)
            return
        self._end.append(line)
        self._room_at_the_end -= len(line)
        while self._room_at_the_end < 0:
            self._room_at_the_end += len(self._end.popleft())
            self._left_out += 1

    def lines(self) -> list[str]:
        left_out = [f"({self._left_out} more lines were said here)"] if self._left_out else []
        return [*self._begin, *left_out, *self._end]


def _without_secret(line: bytes) -> bytes:
    """Return a login's command with a mark where its secret was, in whatever place that is."""
    words = line.split()
    if len(words) < 2:
        return line if len(words) == 1 and words[0].upper() == b"AUTH" else b"AUTH ***"
    known = words[1].upper() in _MECHANISMS and words[0].upper() == b"AUTH"
    if known and len(words) == 2:
        return line
    return b"AUTH %s ***" % words[1] if known else b"AUTH ***"
