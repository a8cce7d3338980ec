"""The SMTP session that brought a mail: both sides' lines, without the mail itself and without secrets."""

from collections import deque

_LONGEST_LINE = 1000
_MOST = 50  # lines kept of a beginning, and as many of an end
_MECHANISMS = ("CRAM-MD5", "LOGIN", "PLAIN", "XOAUTH2")


class Transcript:
    """What was said on one connection: its opening, and everything about the current mail."""

    def __init__(self) -> None:
        self._opening = _Lines()
        self._mail: _Lines | None = None

    def command(self, verb: str, argument: str) -> None:
        """Add a client's command. What follows the mechanism of an AUTH is left out."""
        if verb == "AUTH":
            argument = _without_secret(argument)
        elif verb == "MAIL" and self._mail is None:
            self._mail = _Lines()
        line = f"C: {verb} {argument}".rstrip()[:_LONGEST_LINE]
        self._add(line.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))

    def note(self, text: str) -> None:
        """Add a note where the client's own words are left out."""
        self._add(f"C: ({text})")

    def answer(self, answer: str) -> None:
        self._add(f"S: {answer}")

    def end_mail(self) -> None:
        """Forget what was said for a mail; what was said before the first belongs to every mail."""
        if self._mail is not None:
            self._mail = _Lines()

    def __str__(self) -> str:
        return "\n".join((*self._opening.kept(), *(self._mail or _Lines()).kept()))

    def _add(self, line: str) -> None:
        (self._opening if self._mail is None else self._mail).add(line)


class _Lines:
    """Lines, with the middle left out when there are too many."""

    def __init__(self) -> None:
        self._first: list[str] = []
        self._last: deque[str] = deque(maxlen=_MOST)
        self._count = 0

    def add(self, line: str) -> None:
        self._count += 1
        (self._first if len(self._first) < _MOST else self._last).append(line)

    def kept(self) -> list[str]:
        left_out = self._count - len(self._first) - len(self._last)
        return [*self._first, *([f"({left_out} more lines left out)"] if left_out else []), *self._last]


def _without_secret(argument: str) -> str:
    mechanism, *secrets = argument.split() or [""]
    if mechanism.upper() not in _MECHANISMS:
        return "***" if mechanism else ""
    return f"{mechanism} ***" if secrets else mechanism
