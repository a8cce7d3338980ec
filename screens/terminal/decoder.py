"""What a terminal sends, as Textual's messages. Whatever the bytes are, it takes bounded memory and time."""

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import suppress

from textual import events
from textual._xterm_parser import XTermParser  # private: the names of keys are nowhere else
from textual.message import Message

LONGEST_PASTE = 65_536
"""In characters; the rest of a longer paste is dropped."""
_QUIET = 1.0
"""Seconds after which an unfinished sequence or paste is given up."""
_LONGEST_SEQUENCE = 64
_SEQUENCE = re.compile(
    r"\x1b\[\[[A-E]"  # F1 to F5 of the Linux console
    r"|\x1b\[[0-9]{1,3}\$(?!y)"  # rxvt's keys with Shift
    r"|\x1b\[M[^\x1b]{3}"  # the mouse, as old terminals report it
    r"|\x1b\[(?![M\[])[0-?]{0,60}[ -/]{0,2}[@-~]"
    r"|\x1bO[ -~]"
    r"|\x1b[^\x1b\[O\]P_]",
    re.DOTALL,
)
_UNFINISHED = re.compile(r"\x1b(?:\[(?:\[|M[^\x1b]{0,2}|[0-?]*[ -/]*)?|[O\]P_])?", re.DOTALL)
_PASTE, _PASTE_END = "\x1b[200~", "\x1b[201~"
_STRING = re.compile(r"\x1b[\]P_].", re.DOTALL)
_STRING_END = re.compile(r"\x07|\x1b\\|(?=\x1b[^\\])")
_NUMBERS_END = re.compile(r"[@-~]|(?=[^ -?])")
_FOCUS = {"\x1b[I": events.AppFocus, "\x1b[O": events.AppBlur}
_MODE_REPORT = re.compile(r"\x1b\[\?(\d+);(\d+)\$y")
_MOUSE = re.compile(r"\x1b\[<\d{1,4};\d{1,5};\d{1,5}[Mm]")
_HIGHEST, _SURROGATES = 0x10FFFF, range(0xD800, 0xE000)


class Decoder:
    """Reads the bytes of one terminal, in whatever pieces they come.

    Args:
        escape_seconds: How long an escape may be the beginning of a key such as an arrow.
    """

    def __init__(self, escape_seconds: float = 0.1) -> None:
        self._escape_seconds = escape_seconds
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._keys = XTermParser()
        self._rest = ""
        self._paste: str | None = None
        self._skipped_to: re.Pattern[str] | None = None
        self.synchronizes = False
        """Whether the terminal has said that it can hold its picture back until a frame is whole."""
        self.answered = False
        """Whether the terminal has said that it is well, and so has shown what came before the question."""

    @property
    def patience(self) -> float | None:
        """The seconds of quiet after which `give_up` is due; None when nothing is unfinished."""
        if self._paste is not None or self._skipped_to:
            return _QUIET
        if self._rest:
            return self._escape_seconds if self._rest == "\x1b" else _QUIET
        return None

    def give_up(self) -> Iterator[Message]:
        """Take what is unfinished as it is: an escape alone is the key, a paste ends."""
        rest, paste = self._rest, self._paste
        skips, self._skipped_to = self._skipped_to, None
        self._rest, self._paste = "", None
        if paste is not None:
            yield events.Paste(paste)
        elif rest == "\x1b" and not skips:
            yield events.Key("escape", "\x1b")
        elif len(rest) == 2:
            yield from self._named(rest[1], alt=True)

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield what the bytes mean. What is yielded must be taken to the end."""
        text, self._rest, at = self._rest + self._decoder.decode(data), "", 0
        while at < len(text):
            if self._paste is not None:
                end = text.find(_PASTE_END, at)
                stop = end if end >= 0 else len(text) - _begun(_PASTE_END, text[at:])
                paste = (self._paste + text[at:stop].replace("\0", ""))[:LONGEST_PASTE]
                if end < 0:
                    self._paste, self._rest = paste, text[stop:]
                    return
                self._paste, at = None, end + len(_PASTE_END)
                yield events.Paste(paste)
            elif self._skipped_to:
                ending = self._skipped_to.search(text, at)
                if ending is None:
                    self._rest = "\x1b" if text.endswith("\x1b") else ""
                    return
                self._skipped_to, at = None, ending.end()
            elif text[at] != "\x1b":
                yield from self._named(text[at])
                at += 1
            elif text.startswith(_PASTE, at):
                self._paste, at = "", at + len(_PASTE)
            elif _STRING.match(text, at):
                self._skipped_to, at = _STRING_END, at + 2
            elif text.startswith("\x1b\x1b", at):
                yield events.Key("escape", "\x1b")
                at += 1
            elif found := _SEQUENCE.match(text, at):
                yield from self._sequence(found[0])
                at = found.end()
            else:
                unfinished = _UNFINISHED.match(text, at)
                end = at + 1 if unfinished is None else unfinished.end()
                if end < len(text):
                    at = end  # no sequence of any terminal
                elif end - at < _LONGEST_SEQUENCE:
                    self._rest, at = text[at:], end
                else:
                    self._skipped_to, at = _NUMBERS_END, end

    def _sequence(self, sequence: str) -> Iterator[Message]:
        if sequence in _FOCUS:
            yield _FOCUS[sequence]()
        elif report := _MODE_REPORT.fullmatch(sequence):
            if report[1] == "2026":
                self.synchronizes = report[2] in ("1", "2")
        elif sequence == "\x1b[0n":
            self.answered = True
        elif _MOUSE.fullmatch(sequence):
            mouse = self._keys.parse_mouse_code(sequence)
            if mouse is not None:
                yield mouse
        elif len(sequence) == 2:
            yield from self._named(sequence) or self._named(sequence[1], alt=True)
        elif all(_is_character(int(number)) for number in re.findall("[0-9]+", sequence)):
            yield from self._named(sequence)

    def _named(self, sequence: str, alt: bool = False) -> list[Message]:
        with suppress(ValueError, OverflowError):  # what Textual can't read is no key
            return list(self._keys._sequence_to_key_events(sequence, alt))
        return []


def _begun(end: str, text: str) -> int:
    """Return how many characters at the end of a text may be the beginning of another."""
    return next(
        (count for count in range(min(len(end) - 1, len(text)), 0, -1) if end.startswith(text[-count:])), 0
    )


def _is_character(number: int) -> bool:
    return number <= _HIGHEST and number not in _SURROGATES
