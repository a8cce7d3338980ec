"""Splits what a program sends to its terminal into text for pyte and modes switched on or off.

pyte 0.8.2 prints rubbish for, or stumbles over, much of what a modern program sends: the kitty
keyboard protocol, queries, device strings, the clipboard. All that is taken out here.
"""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

_SEQUENCE = re.compile(
    r"""
    \x1b\[ (?P<parameters>[0-?]*) (?P<intermediate>[ -/]*) (?P<final>[@-~])
    | (?P<title>\x1b\][012];) .*? (?:\x07|\x1b\\)    # OSC for the window's title
    | \x1b\] .*? (?:\x07|\x1b\\)                     # any other OSC
    | \x1b[PX^_] .*? \x1b\\                          # DCS, SOS, PM, APC
    | (?P<simple>\x1b[78DEHMc]|\x1b\#8)              # the few plain escapes that pyte knows
    | \x1b(?![\[\]PX^_])[ -/]*[0-~]                  # any other plain escape
    """,
    re.VERBOSE | re.DOTALL,
)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_].*|[ -/]*)", re.DOTALL)
_FOR_PYTE = "@ABCDEFGHJKLMPX`adefgmr'"
_PRIVATE_FOR_PYTE = "hlJK"


class Mode(NamedTuple):
    """A mode that the program switched: a private one's number, or `kitty` for that keyboard protocol."""

    name: str
    on: bool


class Sequences:
    """Reads the bytes of one program, in whatever pieces they come."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    def read(self, data: bytes) -> Iterator[str | Mode]:
        """Yield what is whole by now, in order; the start of a sequence waits for its end.

        Args:
            data: The next bytes. What is yielded must be taken to the end.
        """
        text, self._rest, at = self._rest + self._decoder.decode(data), "", 0
        while at < len(text):
            start = text.find("\x1b", at)
            if start < 0:
                yield text[at:]
                return
            if start > at:
                yield text[at:start]
            if found := _SEQUENCE.match(text, start):
                yield from _kept(found)
                at = found.end()
            elif _UNFINISHED.fullmatch(text, start):
                self._rest = text[start:]
                return
            else:
                at = start + 1


def _kept(found: re.Match[str]) -> Iterator[str | Mode]:
    if found["final"] is None:
        if found["title"] or found["simple"]:
            yield found[0]
        return
    parameters, final = found["parameters"], found["final"]
    if found["intermediate"] or ":" in parameters:
        return
    if final == "u" and parameters[:1] in {">", "<"}:
        yield Mode("kitty", parameters[0] == ">")
    elif parameters.startswith("?"):
        if final in "hl":
            yield from (Mode(number, final == "h") for number in parameters[1:].split(";"))
        if final in _PRIVATE_FOR_PYTE:
            yield found[0]
    elif parameters[:1] not in {"<", "=", ">"} and final in _FOR_PYTE + "hl":
        yield found[0]
