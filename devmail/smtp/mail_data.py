"""The data of a mail as SMTP sends it: where it ends, and what is refused for its line ends."""

import re
from dataclasses import dataclass, field

_END = b"\r\n.\r\n"
_LINE_END = b"\r\n"
_BARE = re.compile(rb"(?<!\r)\n|\r(?!\n)")
_TOO_LARGE = "552 Error: Too much mail data"


@dataclass(frozen=True, slots=True)
class MailData:
    """A mail that has come, or why it is refused."""

    raw: bytes = field(default=b"", repr=False)
    refusal: str = ""
    """The answer, when it is refused."""
    ended: bool = True
    """Whether its end was seen. If not, nothing that comes after can be told from it."""


class DataReader:
    """Takes the data of one mail out of what a client sends, in pieces of any size.

    Only CR LF ends a line. A line feed or carriage return that stands alone is refused: servers that
    take it for a line's end see the mail's end, and another mail after it, where others see text.

    Args:
        largest: How many bytes a mail may have.
    """

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._come = bytearray(_LINE_END)  # so that a dot on the first line is one after a line's end
        self._looked_at = len(_LINE_END)
        self._line = 1
        self._refusal = ""

    @property
    def is_bare(self) -> bool:
        """Whether a line's end is refused: its client may have taken another one for the mail's end."""
        return bool(self._refusal) and self._refusal is not _TOO_LARGE

    def take(self, buffer: bytearray) -> bool:
        """Take from a buffer what belongs to the mail, and leave the rest there.

        Args:
            buffer: What has come.

        Returns:
            Whether that was the mail's end.
        """
        begin = max(len(self._come) - len(_END) + 1, 0)
        self._come += buffer
        buffer.clear()
        end = self._come.find(_END, begin)
        if end >= 0:
            buffer += self._come[end + len(_END) :]
            del self._come[end + len(_LINE_END) :]
        self._look(whole=end >= 0)
        return end >= 0

    def data(self, *, ended: bool = True) -> MailData:
        """Return the mail.

        Args:
            ended: Whether its end was seen.
        """
        if self._refusal:
            return MailData(refusal=self._refusal, ended=ended)
        raw = self._come
        if b"\r\n." in raw:
            raw = raw.replace(b"\r\n.", _LINE_END)
        return MailData(bytes(memoryview(raw)[len(_LINE_END) :]))

    def _look(self, *, whole: bool) -> None:
        """Look at what has come since the last look; forget what is refused already."""
        if not self._refusal:
            self._look_at_line_ends(whole=whole)
        if not self._refusal and self._is_too_large(whole=whole):
            self._refusal = _TOO_LARGE
        if self._refusal and not whole:
            del self._come[: -len(_END) + 1]

    def _is_too_large(self, *, whole: bool) -> bool:
        # The dots that stand before dots are not the mail's, nor what may be a part of its end.
        most = self._largest + len(_LINE_END if whole else _END)
        return len(self._come) > most and len(self._come) - self._come.count(b"\r\n.") > most

    def _look_at_line_ends(self, *, whole: bool) -> None:
        # Whether the last CR is followed by LF is yet to come.
        until = len(self._come) - (not whole and self._come.endswith(b"\r"))
        come = self._come
        lines = come.count(_LINE_END, self._looked_at, until)
        if not (
            lines == come.count(b"\n", self._looked_at, until) == come.count(b"\r", self._looked_at, until)
        ):
            bare = _BARE.search(come, self._looked_at, until)
            if bare is not None:
                line = self._line + come.count(b"\n", self._looked_at, bare.start())
                name = "LF" if bare[0] == b"\n" else "CR"
                self._refusal = f"554 5.6.0 Line {line} of the mail has a bare {name}: end lines with CR LF"
        self._line += lines
        self._looked_at = until
