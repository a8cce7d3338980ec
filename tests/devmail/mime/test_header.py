"""Whom a mail's header names is read as a person reads it, and told beside what the mail server was told."""

import json

from devmail.cli.mail_lines import json_of
from devmail.mime.header import named_in
from devmail.model import Header
from devmail.store.inbox import Inbox
from tests.devmail.mails import SENDER, deliver, mail, signed_mail

NAMED = Header(
    "Acmé Shop <noreply@acme.example>",
    "Ada <ada@lovelace.example>",
    "Bob Builder <bob@builder.example>",
    "help@acme.example",
)


def test_the_names_in_a_header_are_read() -> None:
    assert named_in(signed_mail()) == NAMED
    assert named_in(mail()) == named_in(b"") == Header()
    assert named_in(b"Subject: x\n\nFrom: the body <a@example.com>\n") == Header()


def test_a_header_that_names_very_many_is_read_as_far_as_anybody_reads() -> None:
    many = b", ".join(b"ada%d@example.com" % number for number in range(100_000))
    assert named_in(b"To: " + many + b"\nFrom: late@example.com\n\n") == Header(to=many[:3999].decode())


def test_they_are_kept_with_the_mail_and_told_as_json(inbox: Inbox) -> None:
    kept = deliver(inbox, signed_mail())
    assert inbox.get(kept.id) == kept
    assert kept.header == NAMED
    told = json.loads(json_of(kept))
    assert told["header"] == dict(zip(("from", "to", "cc", "reply_to"), NAMED, strict=True))
    assert told["sender"] == SENDER


def test_a_mail_is_from_whom_its_header_names_and_else_from_whom_the_server_was_told(inbox: Inbox) -> None:
    signed, plain = deliver(inbox, signed_mail()), deliver(inbox, mail())
    own = inbox.add("NoReply@acme.example", ["a@example.com"], signed_mail())
    assert (signed.author, signed.other_sender) == (NAMED.from_, SENDER)
    assert (plain.author, plain.other_sender) == (SENDER, "")
    assert (own.author, own.other_sender) == (NAMED.from_, "")
