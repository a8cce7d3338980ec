"""A mail is read as well as it can be, however broken it is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from devmail.mime.message import LONGEST_TEXT, headers, html_source, subject_and_text
from devmail.mime.parts import attachments_of, content, name_of, parts_of, text
from tests.devmail.mails import HOSTILE, mail


def test_subject_and_text_are_read() -> None:
    assert subject_and_text(mail("Grüße\n日本", "確認 é")) == ("確認 é", "Grüße\n日本\n")


@pytest.mark.parametrize(
    "charset", [None, "us-ascii", "nosuch", "hex", "undefined", '""', '"a\0b"', "unicode-escape"]
)
def test_text_without_a_usable_charset_is_read_as_utf_8(charset: str | None) -> None:
    head = "" if charset is None else f"Content-Type: text/plain; charset={charset}\r\n"
    assert subject_and_text(f"{head}\r\nGrüße 確認 \\u0041\r\n".encode())[1] == "Grüße 確認 \\u0041\n"


def test_undecodable_bytes_are_replaced_and_the_rest_is_read() -> None:
    for head in (b"", b"Content-Type: text/plain; charset=hex\r\n"):
        assert subject_and_text(head + b"Subject: a\r\n\r\ncode \xff 1\r\n") == ("a", "code \ufffd 1\n")


@pytest.mark.parametrize("type", ["application/json", "application/problem+json", "text/x-log"])
def test_json_and_the_like_is_text_only_as_the_whole_mail(type: str) -> None:
    raw = f'Content-Type: {type}\r\n\r\n{{"code": "482913"}}'.encode()
    assert subject_and_text(raw)[1] == '{"code": "482913"}'
    assert attachments_of(raw) == ()
    beside = b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n%s\r\n--a--\r\n" % raw
    assert subject_and_text(beside)[1] == ""
    assert len(attachments_of(beside)) == 1
    image = b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    assert subject_and_text(image) == ("", "")


@pytest.mark.parametrize("boundary", ["a", "a b", "=_a'()+,-./:=?"])
def test_only_a_line_with_its_own_boundary_ends_a_part(boundary: str) -> None:
    raw = (
        f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\nnot shown\r\n'
        f"--{boundary}\r\n\r\none\r\n--{boundary}2\r\ntwo\r\n--{boundary} \r\n"
        f"Content-Type: text/html\r\n\r\n<p>page\r\n--{boundary}--\r\nnot shown\r\n"
    ).encode()
    assert subject_and_text(raw)[1] == f"one\n--{boundary}2\ntwo"
    assert html_source(raw) == "<p>page"


def test_attachments_are_not_text_and_html_replaces_a_blank_text() -> None:
    raw = (
        b"Subject: seen\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n"
        b"--a\r\nContent-Disposition: attachment; filename=x.txt\r\n\r\nattached\r\n"
        b"--a\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
        b"--b\r\n\r\n \r\n--b\r\nContent-Type: text/html\r\n\r\n<p>page\r\n--b--\r\n--a--\r\n"
    )
    assert subject_and_text(raw) == ("seen", "page\n")


def test_the_html_source_is_decoded() -> None:
    assert html_source(mail("text", html="<p>Grüße &amp;")) == "<p>Grüße &amp;\n"
    assert html_source(mail("text")) is None


@pytest.mark.parametrize(
    "charset",
    ["iso-8859-1", "shift_jis", "x-sjis", "x-gbk", "koi8-r", "utf-8", "-punycode", "idna", "nosuch", ""],
)
def test_text_and_html_are_decoded_alike(charset: str) -> None:
    said = {"iso-8859-1": b"It\x92s \x93quoted\x94 \x80 5"}.get(charset, "① 日本語 確認".encode("cp932"))
    text, page = (
        subject_and_text(b"Content-Type: text/%s; charset=%s\r\n\r\n%s" % (kind, charset.encode(), said))[1]
        for kind in (b"plain", b"html")
    )
    assert page.strip() == text
    right = {"iso-8859-1": "It’s “quoted” € 5", "shift_jis": "① 日本語 確認", "x-sjis": "① 日本語 確認"}
    assert text == right.get(charset, text)


@pytest.mark.parametrize("content", [b"R3LDvMOfZQ==", b"R3LDvMOfZQ", b"R3LDvMOf\r\nZQ=", b"R3LDvMOfZQ==x"])
def test_base64_with_a_wrong_end_is_read(content: bytes) -> None:
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: Base64\r\n\r\n"
    assert subject_and_text(head + content)[1] == "Grüße"


def test_a_truncated_text_says_how_much_is_missing() -> None:
    assert subject_and_text(b"\r\n" + b"x" * LONGEST_TEXT)[1] == "x" * LONGEST_TEXT
    for raw in (
        b"\r\n" + b"x" * (LONGEST_TEXT + 7),
        b"Content-Type: text/html\r\n\r\n" + b"x" * (LONGEST_TEXT + 6),  # and the end of its line
    ):
        assert subject_and_text(raw)[1] == "x" * LONGEST_TEXT + "\n\n[truncated: 7 more characters]\n"


HEAD = st.sampled_from(
    [
        b"",
        b"Subject: ",
        b"Subject: =?utf-8?B?",
        b"Content-Type: ",
        b"Content-Type: text/html; charset=",
        b"Content-Type: multipart/alternative; boundary=",
        b"Content-Transfer-Encoding: base64\r\n\r\n",
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n",
        b"Content-Type: text/html\r\n\r\n<",
        b"Content-Type: message/rfc822\r\n\r\n",
    ]
)


@given(st.lists(st.tuples(HEAD, st.binary(max_size=40)), max_size=6))
@example([(HOSTILE, b"")])
@example([(b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 300, b"")])
@example([(b"Content-Type: text/html\r\n\r\n<![", b"x")])
def test_any_bytes_are_read(parts: list[tuple[bytes, bytes]]) -> None:
    raw = b"".join(head + garbage + b"\r\n" for head, garbage in parts)
    assert [*map(type, subject_and_text(raw))] == [str, str]
    headers(raw)
    for part in parts_of(raw).parts:
        assert len(text(raw, part, 10)) <= 10
        content(raw, part)
        name_of(part, 1)
