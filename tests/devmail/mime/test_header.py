"""A header is read however it is encoded, and kept beside the envelope."""

import pytest

from devmail.mime.decoding import value_text
from devmail.mime.header import named_in
from devmail.mime.message import headers
from devmail.model import Header
from devmail.store.inbox import Inbox
from tests.devmail.mails import SENDER, deliver, mail, signed_mail

NAMED = Header(
    "Acmé Shop <noreply@acme.example>",
    "Ada <ada@lovelace.example>",
    "Bob Builder <bob@builder.example>",
    "help@acme.example",
)


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?utf-8?b?R3LDvMOfZQ?= a", "Grüße a"),
        ("a =?iso-8859-1?q?Gr=FC=DFe_=93b=94?= c", "a Grüße “b” c"),
        ("a=?utf-8?q?b?=c", "abc"),
        ("=?utf-8?q?a?= =?utf-8?q?b?=  =?us-ascii?q?c?=", "abc"),
        ("=?utf-8?q?=E7=A2?= =?UTF-8?q?=BA=E8=AA=8D?=", "確認"),
        ("=?utf-8?q?a?= 確認 =?utf-8?q?b?=", "a 確認 b"),
        ("=?utf-8*de?q?a?=", "a"),
        ("=?utf-8?q?is it so??=", "is it so?"),
        ("=?utf-8?q??=a", "a"),
        ("=?nosuch?q?=C3=BC?=", "ü"),
        ("=?utf-8?x?a?= =?utf-8?q?b", "=?utf-8?x?a?= =?utf-8?q?b"),
        ("=?utf-8?q?a =?utf-8?q?b?=", "=?utf-8?q?a b"),
        ("=?utf-8?b?*?=", ""),
    ],
)
def test_encoded_words_are_read(sent: str, text: str) -> None:
    assert value_text(sent.encode()) == text


def test_the_fields_are_listed_in_order() -> None:
    raw = b'B: 1\r\nA: 2\r\n more\r\nB: 3\r\nTo: "\r\nFrom: <\r\n\r\nC: body\r\n'
    assert headers(raw) == [("B", "1"), ("A", "2 more"), ("B", "3"), ("To", '"'), ("From", "<")]
    assert headers(b"") == []


def test_the_names_in_a_header_are_read() -> None:
    assert named_in(signed_mail()) == NAMED
    assert named_in(mail()) == named_in(b"") == Header()
    assert named_in(b"Subject: x\n\nFrom: the body <a@example.com>\n") == Header()


def test_a_very_long_list_of_recipients_is_cut_off() -> None:
    many = b", ".join(b"ada%d@example.com" % number for number in range(10_000))
    assert named_in(b"To: " + many + b"\n\n") == Header(to=many[:3999].decode())


def test_the_author_is_the_headers_or_else_the_envelopes_sender(inbox: Inbox) -> None:
    signed, plain = deliver(inbox, signed_mail()), deliver(inbox, mail())
    own = inbox.add("NoReply@acme.example", ["a@example.com"], signed_mail())
    assert (signed.author, signed.other_sender) == (NAMED.from_, SENDER)
    assert (plain.author, plain.other_sender) == (SENDER, "")
    assert (own.author, own.other_sender) == (NAMED.from_, "")
