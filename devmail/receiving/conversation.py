"""The SMTP conversation that brings a mail: both sides' lines, without the mail and without secrets."""

_LONGEST_LINE = 1000
_MOST = 16_000
"""Characters that are kept of what was said for one mail."""
_MECHANISMS = (b"PLAIN", b"LOGIN")
_LEFT_OUT = "(more was said than is kept)"


class Conversation:
    """What was said on one connection: how it opened, and all that was said for the mail at hand."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._size = 0
        self._opening: tuple[int, int] | None = None

    def client(self, line: bytes) -> None:
        """Add a command of the client's; what follows the name of a login's mechanism is left out.

        Args:
            line: The line without its end.
        """
        name = line[:4].upper()
        if name == b"AUTH":
            line = _without_secret(line)
        elif name == b"MAIL" and self._opening is None:
            self._opening = len(self._lines), self._size
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
        if self._opening is not None:
            lines, self._size = self._opening
            del self._lines[lines:]

    def __str__(self) -> str:
        return "\n".join(self._lines)

    def _add(self, line: str) -> None:
        if self._size > _MOST:
            return
        self._size += len(line)
        self._lines.append(line if self._size <= _MOST else _LEFT_OUT)


def _without_secret(line: bytes) -> bytes:
    """Return a login's command with a mark where its secret was, in whatever place that is."""
    words = line.split()
    if len(words) < 2:
        return line if len(words) == 1 and words[0].upper() == b"AUTH" else b"AUTH ***"
    known = words[1].upper() in _MECHANISMS and words[0].upper() == b"AUTH"
    if known and len(words) == 2:
        return line
    return b"AUTH %s ***" % words[1] if known else b"AUTH ***"
