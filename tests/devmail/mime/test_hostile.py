"""A mail that is made to take long is read like any other: at once, as far as it goes."""

import pytest

from devmail.mime.header import named_in
from devmail.mime.message import content, headers, html_source
from devmail.mime.parts import MOST_LINES, parts_of

LONG = 2_000_000
SUBJECT = b"Subject: seen\r\n"
MIXED = SUBJECT + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
TEXT = SUBJECT + b"Content-Type: text/plain\r\n\r\n"
PAGE = SUBJECT + b"Content-Type: text/html\r\n\r\n"


def _of(piece: bytes) -> bytes:
    return piece * (LONG // len(piece))


MAILS = {
    "100 000 parts": MIXED + b"--a\r\n\r\nx\r\n" * 100_000,
    "parts with long headers": MIXED + (b"--a\r\n" + b"X: y\r\n" * 10_000 + b"\r\n") * 80,
    "lines that look like boundaries": MIXED + _of(b"--a b\r\n"),
    "lines that look like boundaries, 20 deep": (MIXED + b"--a\r\n") * 20 + _of(b"--a b\r\n"),
    "multiparts in one another": b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(10_000)
    ),
    "mails in one another": _of(b"Content-Type: message/rfc822\r\n\r\n"),
    "a long header": SUBJECT + _of(b"X: x\r\n"),
    "a folded field": SUBJECT + b"X: " + _of(b"x\r\n "),
    "a subject of encoded words": SUBJECT.rstrip() + _of(b" =?utf-8?q?x?="),
    "a subject of encoded words without end": SUBJECT.rstrip() + _of(b" =?a?q?x"),
    "a name in pieces without end": SUBJECT + b"Content-Disposition: attachment; " + _of(b"filename*0*=a;"),
    "a boundary of quotes": SUBJECT + b"Content-Type: multipart/mixed; boundary=" + _of(b'";'),
    "a codec that is no charset": SUBJECT
    + b"Content-Type: text/plain; charset=punycode\r\n\r\n"
    + b"a-b9" * 250_000,
    "a charset that jumps": SUBJECT
    + b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n"
    + _of(b"\x1b$B"),
    "base64": SUBJECT + b"Content-Transfer-Encoding: base64\r\n\r\n" + _of(b"QUJD"),
    "a text": TEXT + _of(b"https://x.example/a1b2c3 code 1234 12-34\r\n"),
    "a page": PAGE + _of(b"<td><a href='http://x.example/a1b2c3'>code</a> 1234</td>\n"),
    **{
        f"a page of {piece}": PAGE + b"<p>seen</p>" + _of(piece.encode())
        for piece in (
            *("<!--", "<a", "<a ", "<a href='", "<a b=<", "<!", "<?", "</", "<aaaa aaaa", "<p hidden>"),
            *("<div style='display:none'>", "<div style='", "&#847;", "&zwnj; "),
        )
    },
}


@pytest.mark.parametrize("raw", MAILS.values(), ids=MAILS)
def test_a_mail_made_to_take_long_is_read_quickly(raw: bytes) -> None:
    # Gone over again for each part, line or word, these mails would keep the test for minutes.
    assert content(raw).subject[:4] in ("seen", "")
    assert len(headers(raw)) > 0
    assert len(parts_of(raw).parts) > 0
    named_in(raw)
    html_source(raw)


@pytest.mark.parametrize("name", [name for name in MAILS if "lines that look like" in name])
def test_lines_that_look_like_boundaries_are_counted_over_all_levels(name: str) -> None:
    assert parts_of(MAILS[name]).left_out == (f"[truncated after {MOST_LINES:,} boundary lines]")


def test_the_text_after_an_endless_header_is_read() -> None:
    assert content(MAILS["a folded field"] + b"\r\n\r\nseen").text == "seen"
