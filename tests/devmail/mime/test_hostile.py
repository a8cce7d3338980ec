"""A mail that is made to take long is read like any other: at once, as far as it goes."""

import pytest

from devmail.finder.gist import gist
from devmail.mime.parts import MOST_LINES
from devmail.mime.message import headers, subject_and_text
from devmail.mime.parts import parts_of
from devmail.store.inbox import Inbox
from devmail.tui.views import Tab, lines_of
from tests.devmail.mails import deliver

SUBJECT = b"Subject: seen\r\n"
MIXED = SUBJECT + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
TEXT = b"Content-Type: text/plain\r\n\r\nYour code: 012345\r\n"
LONG = 10_000_000

MAILS = {
    "10 000 parts": MIXED + b"--a\r\nContent-Type: image/png\r\n\r\nx\r\n" * 10_000 + b"--a--\r\n",
    "10 000 texts": MIXED + b"--a\r\n\r\ntext\r\n" * 10_000,
    "lines that look like one between parts": MIXED + b"--a b\r\n" * (LONG // 7),
    "1 000 parts in one another": SUBJECT
    + b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(1000)),
    "a field of 10 MB": b"X: " + b"x" * LONG + b"\r\n" + SUBJECT + TEXT,
    "a folded field of 10 MB": b"X: " + b"x\r\n " * (LONG // 4) + b"\r\n" + SUBJECT + TEXT,
    "fields of 10 MB": b"X: x\r\n" * (LONG // 6) + SUBJECT + TEXT,
    "a subject of 10 MB": SUBJECT.rstrip() + b" x" * (LONG // 2) + b"\r\n" + TEXT,
    "a subject of encoded words": SUBJECT.rstrip() + b" =?utf-8?q?x?=" * (LONG // 15) + b"\r\n" + TEXT,
    "a subject of words that do not end": SUBJECT.rstrip() + b" =?" * (LONG // 3) + b"\r\n" + TEXT,
    "a subject of encoded words that do not end": SUBJECT.rstrip()
    + b" =?a?q?x" * (LONG // 8)
    + b"\r\n"
    + TEXT,
    "20 parts in one another of lines that look like one between them": SUBJECT
    + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 20
    + b"--a b\r\n" * (LONG // 7),
    "a codec that is no charset": SUBJECT
    + b"Content-Type: text/plain; charset=punycode\r\n\r\n"
    + b"a-b9" * 250_000,
    "a text of 10 MB": SUBJECT + TEXT + b"https://x.example/a1b2c3 code 1234 12-34\r\n" * (LONG // 42),
    "a page of 10 MB": SUBJECT
    + b"Content-Type: text/html\r\n\r\n"
    + b"<td><a href='http://x.example/a1b2c3'>code</a> 1234</td>\n" * (LONG // 57),
}


@pytest.mark.parametrize("raw", MAILS.values(), ids=MAILS)
def test_a_mail_made_to_last_is_read_at_once(raw: bytes, inbox: Inbox) -> None:
    # Gone over again for each part, line or word, this mail would keep the test for minutes.
    subject, _ = subject_and_text(raw)
    assert gist(raw).subject == subject
    assert subject.startswith("seen")
    assert len(headers(raw)) > 0
    assert len(parts_of(raw).parts) > 0
    assert len(lines_of(inbox, deliver(inbox, raw).id, Tab.HTML)) > 0


@pytest.mark.parametrize("name", [name for name in MAILS if "lines that look like" in name])
def test_lines_that_look_like_one_between_parts_are_counted_over_all_of_them(name: str) -> None:
    assert parts_of(MAILS[name]).left_out == (
        f"[cut off after {MOST_LINES} lines that look like one between two parts]"
    )


def test_the_code_is_found_behind_a_header_without_end() -> None:
    assert gist(MAILS["a folded field of 10 MB"]).code == "012345"


@pytest.mark.parametrize("boundary", ["a", "a b", "=_a'()+,-./:=?"])
def test_parts_are_told_apart_by_their_own_line_alone(boundary: str) -> None:
    raw = (
        f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\nnot shown\r\n'
        f"--{boundary}\r\n\r\none\r\n--{boundary}2\r\ntwo\r\n--{boundary} \r\n"
        f"Content-Type: text/html\r\n\r\n<p>page\r\n--{boundary}--\r\nnot shown\r\n"
    ).encode()
    assert subject_and_text(raw)[1] == f"one\n--{boundary}2\ntwo"


def test_an_attachment_is_not_the_text_and_the_page_is_shown_where_the_text_says_nothing() -> None:
    parts = (
        b"--a\r\nContent-Disposition: attachment; filename=x.txt\r\n\r\nattached\r\n"
        b"--a\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
        b"--b\r\n\r\n \r\n--b\r\nContent-Type: text/html\r\n\r\n<p>page\r\n--b--\r\n--a--\r\n"
    )
    assert subject_and_text(MIXED + parts) == ("seen", "page\n")


CHARSETS = (
    "iso-8859-1",
    "shift_jis",
    "x-sjis",
    "x-gbk",
    "koi8-r",
    "utf-8",
    "-punycode",
    "idna",
    "nosuch",
    "",
)


@pytest.mark.parametrize("charset", CHARSETS)
def test_text_and_page_are_read_in_the_same_charset(charset: str, inbox: Inbox) -> None:
    said = {"iso-8859-1": b"It\x92s \x93quoted\x94 \x80 5"}.get(charset, "① 日本語 確認".encode("cp932"))
    id = deliver(
        inbox,
        b"Content-Type: multipart/alternative; boundary=a\r\n\r\n"
        + b"".join(
            b"--a\r\nContent-Type: text/%s; charset=%s\r\n\r\n%s\r\n" % (sort, charset.encode(), said)
            for sort in (b"plain", b"html")
        ),
    ).id
    text = lines_of(inbox, id, Tab.TEXT)
    assert lines_of(inbox, id, Tab.HTML) == text
    right = {"iso-8859-1": "It’s “quoted” € 5", "shift_jis": "① 日本語 確認", "x-sjis": "① 日本語 確認"}
    assert text == [right.get(charset, text[0])]


@pytest.mark.parametrize("content", [b"R3LDvMOfZQ==", b"R3LDvMOfZQ", b"R3LDvMOf\r\nZQ=", b"R3LDvMOfZQ==x"])
def test_base64_is_read_though_its_end_is_wrong(content: bytes) -> None:
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: Base64\r\n\r\n"
    assert subject_and_text(head + content)[1] == "Grüße"
