"""A mail's data is the same whatever the pieces are in which it comes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devmail.smtp.mail_data import DataReader, MailData

END = b"\r\n.\r\n"


def _read(pieces: list[bytes], largest: int = 10_000) -> tuple[MailData | None, bytes]:
    """Return what was read from pieces, if there was an end, and what is left."""
    reader, buffer, found = DataReader(largest), bytearray(), None
    for piece in pieces:
        buffer += piece
        if found is None and reader.take(buffer):
            found = reader.data()
    return found, bytes(buffer)


def _pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    at = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[first:last] for first, last in pairwise(at)]


_lines = st.lists(st.one_of(st.sampled_from([b"", b".", b"..", b".x"]), st.binary(max_size=9)))


@given(_lines, st.lists(st.integers(0, 500)))
def test_lines_arrive_as_they_were_and_nothing_of_what_follows(lines: list[bytes], cuts: list[int]) -> None:
    lines = [line.replace(b"\r", b"").replace(b"\n", b"") for line in lines]
    stuffed = b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines)
    found, left = _read(_pieces(stuffed + b".\r\nNOOP\r\n", cuts))
    assert found == MailData(b"".join(line + b"\r\n" for line in lines))
    assert left == b"NOOP\r\n"


@given(st.lists(st.sampled_from([b"\r", b"\n", b"\r\n", b".", b"a"])), st.lists(st.integers(0, 500)))
def test_only_mails_whose_lines_all_end_right_are_taken(parts: list[bytes], cuts: list[int]) -> None:
    data = b"".join(parts) + END
    found, left = _read(_pieces(data, cuts))
    assert found is not None
    end = data.index(END) if not data.startswith(END[2:]) else -2
    bare = data[: end + 2].replace(b"\r\n", b"")
    assert bool(found.refusal) == (b"\r" in bare or b"\n" in bare)
    assert left == data[end + len(END) :]


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"one\r\ntwo\nthree\r\n", "Line 2 of the mail has a bare LF"),
        (b"\none\r\n", "Line 1 of the mail has a bare LF"),
        (b"one\r\n\r\nthree\rstill three\r\n", "Line 3 of the mail has a bare CR"),
        (b"one\r\r\n", "Line 1 of the mail has a bare CR"),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_a_bare_line_end_is_named_with_its_line(data: bytes, where: str, size: int) -> None:
    data += b".\r\n"
    found, _ = _read([data[at : at + size] for at in range(0, len(data), size)])
    assert found == MailData(refusal=f"554 5.6.0 {where}: end lines with CR LF")


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_the_size_counts_what_the_mail_has_not_how_it_is_sent(size: int) -> None:
    dots = b"..\r\n" * 100  # a dot more on each line than the mail has
    for largest, taken in ((300, True), (299, False)):
        data = dots + b".\r\n"
        found, left = _read([data[at : at + size] for at in range(0, len(data), size)], largest)
        assert found is not None
        assert (found.refusal, len(found.raw)) == (
            ("", 300) if taken else ("552 Error: Too much mail data", 0)
        )
        assert left == b""


def test_what_is_refused_is_not_held_in_memory() -> None:
    reader = DataReader(1000)
    for _ in range(100):
        reader.take(bytearray(b"x" * 1000 + b"\r\n"))
    assert len(reader._come) < 2100
