"""Whatever a terminal sends is read as Textual would, and nothing of it fails, grows or stays for ever."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.message import Message

from screens.terminal.decoder import LONGEST_PASTE, Decoder

CORPUS = [
    "\x1b[<0;12;7M",
    "\x1b[<0;12;7m",
    "\x1b[<35;1;1M",
    "\x1b[<64;80;24M",
    "\x1b[97;5u",
    "\x1b[97;;97u",
    "\x1b[233;;233u",
    "\x1b[27u",
    "\x1b[57361u",
    "\x1b[I",
    "\x1b[O",
    "\x1b[200~a\nb\x1b[201~",
    "\x1bx",
    "\x1bX",
    "é日👩",
]
"""What xterm, kitty, foot, Windows Terminal, VTE and iTerm2 send for keys, the mouse, focus and a paste."""
ANSWERS = [
    "\x1b[?2026;2$y",
    "\x1b[?62;22c",
    "\x1b[>41;354;0c",
    "\x1b[0n",
    "\x1b[?1;2c",
    "\x1b]11;rgb:0000/0000/0000\x07",
    "\x1b]52;c;c2VjcmV0\x1b\\",
    "\x1bP>|xterm(354)\x1b\\",
    "\x1b_Gi=1;OK\x1b\\",
    "\x1b[4;600;800t",
]
"""What terminals answer to questions; none of it is a key."""
OTHERWISE = {"\x1b\x1b", "\x1b[G", "\x1b[1;2R", "\x1b[1;5R", "\x1b[1;6R"}
"""Escape twice is Escape twice; where the cursor is was never asked, so the others are keys."""
PIECES = [
    b"\x1b", b"[", b"]", b"P", b"O", b"M", b"<", b"?", b"$", b"y", b"u", b"~", b"A", b";", b":", b"0",
    b"9" * 20, b"\x07", b"\x1b\\", b"\x1b[200~", b"\x1b[201~", b"\x9b", b"\xc2\x9b", b"\xff", b"\xe3\x81",
    b"\0", b"1114112", b"55296", b"\x1b[97;5u", b"\x1b[<0;1;1M", b"x" * 100,
]  # fmt: skip


def read(data: bytes, *, at_once: int = 4096) -> list[tuple[str, ...]]:
    """Return what a terminal's bytes mean once nothing follows them."""
    decoder, messages = Decoder(), list[Message]()
    for start in range(0, len(data), at_once):
        messages += decoder.feed(data[start : start + at_once])
    messages += decoder.give_up()
    assert decoder.patience is None
    return [_told(each) for each in messages]


def keys(data: bytes) -> list[str]:
    return [told[1] for told in read(data) if told[0] == "Key"]


def _told(message: Message) -> tuple[str, ...]:
    name = type(message).__name__
    match message:
        case events.Key():
            return name, message.key, str(message.character)
        case events.MouseEvent():
            return name, str(message.x), str(message.y), str(message.button)
        case events.Paste():
            return name, message.text
    return (name,)


@pytest.mark.parametrize("sequence", sorted({*ANSI_SEQUENCES_KEYS, *CORPUS} - OTHERWISE))
def test_what_terminals_send_means_what_textual_takes_it_for(sequence: str) -> None:
    parser = XTermParser()
    expected = [*parser.feed(sequence)]
    if not expected:
        expected = [*parser.feed("")]
    assert read(sequence.encode()) == [_told(each) for each in expected]


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_is_no_key(answer: str) -> None:
    assert keys(answer.encode() + b"x") == ["x"]


def test_the_terminal_is_asked_whether_it_synchronizes() -> None:
    decoder = Decoder()
    assert not list(decoder.feed(b"\x1b[?2026;2$y"))
    assert decoder.synchronizes


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=30).map(b"".join))
def test_bytes_mean_the_same_however_they_are_cut(data: bytes) -> None:
    whole = read(data)
    assert read(data, at_once=1) == read(data, at_once=3) == whole
    for told in whole:
        "".join(told).encode()  # so that it can be drawn


@pytest.mark.parametrize(
    "data",
    [
        b"\xff",
        b"\xe3",
        b"\x1b[1114112u",
        b"\x1b[55296u",
        b"\x1b[97;;1114112u",
        b"\x1b[<99999999;1;1M",
        b"\x1b[12:3u",
    ],
)
def test_what_no_terminal_sends_ends_nothing(data: bytes) -> None:
    assert keys(data + b"x")[-1] == "x"


@pytest.mark.parametrize("begin", [b"\x1b]", b"\x1bP", b"\x1b[", b"\x1b[?", b"\x1b[200~"])
def test_what_never_ends_is_bounded_and_given_up(begin: bytes) -> None:
    decoder = Decoder()
    for _ in range(300):
        assert not list(decoder.feed(begin[:0] + b"1" * 4096) if _ else decoder.feed(begin))
    pasted = list(decoder.give_up())
    assert [len(each.text) for each in pasted if isinstance(each, events.Paste)] in ([], [LONGEST_PASTE])
    assert [_told(each) for each in decoder.feed(b"x")] == [("Key", "x", "x")]


@pytest.mark.parametrize(
    "unit", [b"\x1b]x", b"\x1b[1;", b"\x1b", b"\xff", b"\x1b[200~", b"a", b"\x1b[", b"\x1b[M"]
)
def test_a_piece_is_read_in_no_time(unit: bytes) -> None:
    """64 kB come in pieces; the app has its turn between them."""
    decoder, longest = Decoder(), 0.0
    data = (unit * 65_536)[:65_536]
    for start in range(0, len(data), 256):
        begun = time.process_time()
        list(decoder.feed(data[start : start + 256]))
        longest = max(longest, time.process_time() - begun)
    assert longest < 0.05


def test_an_escape_alone_is_the_key_and_one_that_goes_on_is_not() -> None:
    decoder = Decoder()
    assert not list(decoder.feed(b"\x1b"))
    assert decoder.patience is not None and decoder.patience < 0.5
    assert [_told(each)[1] for each in decoder.give_up()] == ["escape"]
    assert not list(decoder.feed(b"\x1b["))
    assert decoder.patience == 1
    assert [_told(each)[1] for each in decoder.feed(b"A")] == ["up"]
