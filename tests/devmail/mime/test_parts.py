"""The parts of a mail: what they are, and what they hold, however broken the mail is."""

from email.message import EmailMessage

import pytest

from devmail.mime.parts import DEEPEST, MOST_PARTS, content, name_of, parts_of, text


def _with_attachments() -> bytes:
    forwarded = EmailMessage()
    forwarded["Subject"] = "Forwarded"
    forwarded.set_content("Inside.")
    message = EmailMessage()
    message["Subject"] = "Your invoice"
    message.set_content("Hello.\n")
    message.add_alternative("<p>Grüße</p>", "html")
    message.add_attachment(
        bytes(range(256)), maintype="application", subtype="pdf", filename="Rechnung ü.pdf"
    )
    message.add_attachment(forwarded)
    return message.as_bytes().replace(b"\n", b"\r\n")


def test_each_part_has_name_type_and_what_it_holds() -> None:
    raw = _with_attachments()
    found = parts_of(raw)
    assert [(part.type, name_of(part, number)) for number, part in enumerate(found.parts, 1)] == [
        ("text/plain", "part-1.txt"),
        ("text/html", "part-2.html"),
        ("application/pdf", "Rechnung ü.pdf"),
        ("message/rfc822", "part-4.eml"),
        ("text/plain", "part-5.txt"),
    ]
    assert content(raw, found.parts[2]) == bytes(range(256))
    assert text(raw, found.parts[1], 100) == "<p>Grüße</p>\n"
    assert b"Subject: Forwarded" in content(raw, found.parts[3])
    assert content(raw, found.parts[4]).strip() == b"Inside."
    assert found.left_out == ""


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
def test_a_name_is_read_however_it_is_written(field: str, name: str) -> None:
    raw = f"Content-Type: application/pdf; name=b.pdf\nContent-Disposition: {field}\n\nx".encode()
    (part,) = parts_of(raw).parts
    assert part.name == name


@pytest.mark.parametrize("name", ["a" * 3000 + ".pdf", "請" * 250 + ".pdf"])
def test_a_long_name_is_read_in_full(name: str) -> None:
    message = EmailMessage()
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename=name)
    quoted = b'Content-Disposition: attachment; filename="%s"\n\nx' % name.encode()
    for raw in (message.as_bytes(), quoted):
        assert parts_of(raw).parts[-1].name == name


def test_only_the_first_of_ten_thousand_parts_are_listed() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nhello\n" * 10_000 + b"--b--\n"
    found = parts_of(raw)
    assert len(found.parts) == MOST_PARTS
    assert found.left_out == f"[truncated after {MOST_PARTS} parts]"
    assert content(raw, found.parts[-1]) == b"hello"


def test_parts_nested_too_deep_are_listed_as_one() -> None:
    heads = (f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(1000))
    found = parts_of("".join(heads).encode() + b"\nhello\n")
    assert [part.type for part in found.parts] == ["multipart/mixed"]
    assert found.left_out == f"[parts nested more than {DEEPEST} levels deep are not shown]"


def test_a_part_without_an_end_extends_to_the_end_of_the_mail() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo"
    assert [content(raw, part) for part in parts_of(raw).parts] == [b"one", b"two"]
