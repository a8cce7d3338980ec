"""The parts of a mail: what they are, and what they hold, however broken the mail is."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devmail.mime.header import parameter
from devmail.mime.parts import DEEPEST, MOST_PARTS, content, name_of, parts_of, text


def _with_attachments() -> bytes:
    message = EmailMessage()
    message["Subject"] = "Your invoice"
    message.set_content("Hello.\n")
    message.add_alternative("<p>Grüße</p>", "html")
    message.add_attachment(
        bytes(range(256)), maintype="application", subtype="pdf", filename="Rechnung ü.pdf"
    )
    message.add_attachment(message_in_it())
    return message.as_bytes().replace(b"\n", b"\r\n")


def message_in_it() -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Forwarded"
    message.set_content("Inside.")
    return message


def _part(type: str, header: str, held: str) -> bytes:
    return f"Content-Type: {type}\n{header and header + chr(10)}\n{held}".encode()


def test_each_part_has_name_type_and_what_it_holds() -> None:
    raw = _with_attachments()
    found = parts_of(raw)
    assert [(part.type, part.name) for part in found.parts] == [
        ("text/plain", ""),
        ("text/html", ""),
        ("application/pdf", "Rechnung ü.pdf"),
        ("message/rfc822", ""),
        ("text/plain", ""),
    ]
    assert content(raw, found.parts[2]) == bytes(range(256))
    assert text(raw, found.parts[1], 100) == "<p>Grüße</p>\n"
    assert b"Subject: Forwarded" in content(raw, found.parts[3])
    assert content(raw, found.parts[4]).strip() == b"Inside."
    assert found.left_out == ""


def test_a_mail_without_parts_is_one_part() -> None:
    raw = b"Subject: x\r\n\r\nHello.\r\n"
    (part,) = parts_of(raw).parts
    assert (part.type, content(raw, part)) == ("text/plain", b"Hello.\r\n")


def test_what_has_no_name_is_called_by_its_number_and_type() -> None:
    names = [name_of(part, number) for number, part in enumerate(parts_of(_with_attachments()).parts, 1)]
    assert names == ["part-1.txt", "part-2.html", "Rechnung ü.pdf", "part-4.eml", "part-5.txt"]


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("attachment; filename=a.pdf", "a.pdf"),
        ('attachment; FileName="my file.pdf"; size=3', "my file.pdf"),
        (r'attachment; filename="a \"b\" \\ c.pdf"', r'a "b" \ c.pdf'),
        (r'attachment; filename="C:\temp\x.exe"', r"C:\temp\x.exe"),
        ('attachment; filename="cut.pdf', "cut.pdf"),
        ("attachment; filename=my file.pdf", "my file.pdf"),
        ('attachment; filename="a;b.pdf"', "a;b.pdf"),
        ('attachment; other="; filename=x"; filename=a.pdf', "a.pdf"),
        ('attachment; filename="=?utf-8?B?5pel?=.pdf"', "日.pdf"),
        ('attachment; filename="日.pdf"', "日.pdf"),
        ("attachment; filename=x.pdf; filename*=utf-8''%E6%97%A5.pdf", "日.pdf"),
        ("attachment; filename*1*=%A5.pdf; filename*0*=UTF-8'en'%E6%97", "日.pdf"),
        ('attachment; filename*0="long na"; filename*1=me.pdf', "long name.pdf"),
        ("attachment; filename*0*=iso-8859-1''%FC; filename*1=b.pdf", "üb.pdf"),
        ("attachment; filename*=nonsense''%E6.pdf", "\ufffd.pdf"),
        ("attachment; filename*=100%", "100%"),
        ("attachment", "b.pdf"),
        ("", "b.pdf"),
    ],
)
def test_a_name_is_read_in_whatever_way_it_is_written(field: str, name: str) -> None:
    (part,) = parts_of(_part("application/pdf; name=b.pdf", f"Content-Disposition: {field}", "x")).parts
    assert part.name == name


@pytest.mark.parametrize("name", ["a" * 3000 + ".pdf", "請" * 250 + ".pdf"])
def test_a_long_name_is_read_whole(name: str) -> None:
    message = EmailMessage()
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename=name)
    quoted = b'Content-Disposition: attachment; filename="%s"\n\nx' % name.encode()
    for raw in (message.as_bytes(), quoted):
        assert parts_of(raw).parts[-1].name == name
    assert 7900 < len(parameter(f'attachment; filename="{"a" * 60_000}.pdf"', "filename")) < 8000


def test_of_ten_thousand_parts_the_first_are_listed() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nhello\n" * 10_000 + b"--b--\n"
    found = parts_of(raw)
    assert len(found.parts) == MOST_PARTS
    assert found.left_out == f"[truncated after {MOST_PARTS} parts]"
    assert content(raw, found.parts[-1]) == b"hello"


def test_what_is_nested_a_thousand_deep_is_one_part_at_the_depth_that_is_looked_into() -> None:
    heads = (f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(1000))
    found = parts_of("".join(heads).encode() + b"\nhello\n")
    assert [part.type for part in found.parts] == ["multipart/mixed"]
    assert found.left_out == f"[not looked into: what is nested more than {DEEPEST} deep]"


def test_a_part_without_an_end_goes_to_the_mails_end() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo"
    assert [content(raw, part) for part in parts_of(raw).parts] == [b"one", b"two"]


def test_only_a_whole_line_ends_a_part() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none --b\n--bc\n--b--\n\nafter"
    assert [content(raw, part) for part in parts_of(raw).parts] == [b"one --b\n--bc"]


@given(
    st.binary(), st.sampled_from(["text/plain; charset=", "multipart/mixed; boundary=", "message/rfc822;"])
)
def test_any_bytes_can_be_split_into_parts(held: bytes, kind: str) -> None:
    raw = b"Content-Type: " + kind.encode() + held
    for part in parts_of(raw).parts:
        content(raw, part)
        text(raw, part, 10)
        name_of(part, 1)
