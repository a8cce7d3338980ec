"""A mail is read as well as it can be, however broken it is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from devmail.mime.message import headers, html_to_text, subject_and_text
from tests.devmail.mails import HOSTILE, mail

PLAIN = b"Content-Type: text/plain; charset="


def test_subject_and_text_are_read() -> None:
    assert subject_and_text(mail("Grüße\n日本", "確認 é")) == ("確認 é", "Grüße\n日本\n")


def test_a_folded_subject_is_one_line() -> None:
    assert subject_and_text(b"Subject: one\r\n two\r\n\r\n")[0] == "one two"


def test_the_charset_that_is_named_is_the_one() -> None:
    assert subject_and_text(PLAIN + b"iso-8859-1\r\n\r\nGr\xfc\xdfe\r\n")[1] == "Grüße\n"
    assert subject_and_text(PLAIN + b"iso-2022-jp\r\n\r\n" + "確認".encode("iso-2022-jp"))[1] == "確認"


@pytest.mark.parametrize(
    "head",
    [b"", PLAIN + b"us-ascii\r\n", PLAIN + b"nosuch\r\n", PLAIN + b"hex\r\n", PLAIN + b'""\r\n'],
    ids=["none", "ASCII", "unknown", "no charset", "empty"],
)
def test_bytes_beyond_ascii_without_a_charset_that_fits_are_utf_8(head: bytes) -> None:
    assert subject_and_text(head + "\r\nGrüße 確認\r\n".encode())[1] == "Grüße 確認\n"


def test_a_subject_in_plain_utf_8_is_shown_so() -> None:
    assert subject_and_text("Subject: Grüße\r\n 確認\r\n\r\n".encode())[0] == "Grüße 確認"


def test_bytes_that_fit_no_charset_are_marked_and_the_rest_is_read() -> None:
    assert subject_and_text(b"Subject: a\r\n\r\ncode \xff 1234\r\n") == ("a", "code \ufffd 1234\n")


def test_a_mail_that_is_only_html_is_shown_as_text() -> None:
    page = (
        "<html><head><title>T</title><style>p {}</style></head><body><p>One&nbsp;<b>two</b><br>three</p>"
        "<script>four()</script><table><tr><td>5 &lt; 6</table></body></html>"
    )
    assert subject_and_text(mail("", html=page))[1].split("\n") == ["One two", "three", "", "5 < 6", ""]


def test_the_text_is_preferred_to_the_html() -> None:
    assert subject_and_text(mail("as text", html="<p>as HTML"))[1] == "as text\n"


def test_a_page_whose_head_does_not_end_is_shown_all_the_same() -> None:
    assert html_to_text("<head><title>T<body>seen") == "seen\n"


def test_comments_are_not_text_and_what_only_looks_like_a_tag_is() -> None:
    assert (
        html_to_text("a<!-- <p>no -->b <!DOCTYPE x>1 < 2 > 1 &amp; c<BR/>d<!-- e")
        == "ab 1 < 2 > 1 & c\nd<!-- e\n"
    )


def test_an_attachment_alone_is_no_text() -> None:
    raw = b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    assert subject_and_text(raw) == ("", "")


def test_an_empty_mail_is_empty() -> None:
    assert subject_and_text(b"") == ("", "")
    assert headers(b"") == []


def test_the_header_is_told_in_its_order() -> None:
    assert headers(b"B: 1\r\nA: 2\r\nB: 3\r\n\r\n") == [("B", "1"), ("A", "2"), ("B", "3")]


def test_a_field_that_cannot_be_read_is_told_as_it_came() -> None:
    raw = b'To: "\r\nFrom: <\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\n\r\n'
    assert headers(raw) == [("To", '"'), ("From", "<"), ("Subject", "café")]


def test_a_mail_that_is_nested_too_deep_keeps_its_subject_and_is_shown_as_it_came() -> None:
    part = b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n"
    raw = b"Subject: deep\r\n" + b"".join(part % (number, number) for number in range(1000))
    assert subject_and_text(raw) == ("deep", raw.decode())


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
    ]
)


@given(st.lists(st.tuples(HEAD, st.binary(max_size=40)), max_size=6))
@example([(HOSTILE, b"")])
@example([(b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 300, b"")])
@example([(b"Content-Type: text/html\r\n\r\n<![", b"x")])
def test_any_bytes_are_read(parts: list[tuple[bytes, bytes]]) -> None:
    raw = b"".join(head + garbage + b"\r\n" for head, garbage in parts)
    subject, text = subject_and_text(raw)
    assert isinstance(subject, str)
    assert isinstance(text, str)
    headers(raw)


@pytest.mark.parametrize(
    "digits",
    [
        "<tr><td>4</td>\n<td>8</td><td> </td><td>2</td><td>9</td></tr>",
        "<tr><td><p>4</p></td><td><p>8</p></td><td><p>2</p></td><td><p>9</p></td></tr>",
        "<div>4</div>\n<div>8</div>\n<div>2</div>\n<div>9</div>",
        "<p><span>4</span>\n<span>8</span>\n<span>2</span>&nbsp;<span>9</span></p>",
    ],
    ids=["cells", "paragraphs in cells", "blocks", "spans"],
)
def test_digits_that_stand_each_for_itself_are_one_number(digits: str) -> None:
    assert html_to_text(f"<p>Code:</p>{digits}<p>Bye.") == "Code:\n\n4829\n\nBye.\n"


def test_cells_are_kept_apart_and_lines_of_the_source_are_not() -> None:
    assert html_to_text("<tr><td>a\nb<td>c<tr><th>d</tr><pre>e\nf</pre>g\nh") == "a b  c\nd\n\ne\nf\ng h\n"
