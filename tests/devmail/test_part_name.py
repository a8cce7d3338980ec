"""A part is called what its mail calls it, in whatever way that is written and however long it is."""

from email.message import EmailMessage

import pytest

from devmail.mime.part_name import part_name
from devmail.mime.parts import parts_of
from devmail.tui.saving import safe_name


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
        ("attachment; filename=x.pdf; filename*=utf-8''%E6%97%A5.pdf", "日.pdf"),
        ("attachment; filename*1*=%A5.pdf; filename*0*=UTF-8'en'%E6%97", "日.pdf"),
        ("attachment; filename*0=\"long na\"; filename*1=me.pdf", "long name.pdf"),
        ("attachment; filename*0*=iso-8859-1''%FC; filename*1=b.pdf", "üb.pdf"),
        ("attachment; filename*=100%", "100%"),
        ("attachment", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_name_is_read_as_it_is_meant(field: str, name: str) -> None:
    assert part_name(field, "application/pdf") == name


def test_the_type_may_name_a_part_too() -> None:
    assert part_name("attachment", 'application/pdf; name="a.pdf"') == "a.pdf"
    assert part_name("attachment; filename=b.pdf", "application/pdf; name=a.pdf") == "b.pdf"


def test_a_name_longer_than_any_is_cut_off() -> None:
    assert 7900 < len(part_name(f'attachment; filename="{"a" * 60_000}.pdf"', "")) < 8000


@pytest.mark.parametrize("name", ["a" * 3000 + ".pdf", "請" * 250 + ".pdf"])
def test_a_long_name_is_saved_with_its_suffix(name: str) -> None:
    message = EmailMessage()
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename=name)
    quoted = b'Content-Disposition: attachment; filename="%s"\n\nx' % name.encode()
    for raw in (message.as_bytes(), quoted):
        part = parts_of(raw).parts[-1]
        assert part.name == name
        safe = safe_name(part.name)
        assert safe.endswith(name[0] * 30 + ".pdf") and "_" not in safe
