"""What was said is kept with the mail: without secrets, and no more of it than anybody reads."""

import pytest




@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (b"AUTH PLAIN", "AUTH PLAIN"),
        (b"AUTH PLAIN c2VjcmV0", "AUTH PLAIN ***"),
        (b"auth  login   c2VjcmV0", "AUTH login ***"),
        (b"AUTH PLAIN c2VjcmV0 c2VjcmV0", "AUTH PLAIN ***"),
        (b"AUTH c2VjcmV0", "AUTH ***"),
        (b"AUTH XOAUTH2 c2VjcmV0", "AUTH XOAUTH2 ***"),
        (b"AUTH NTLM c2VjcmV0", "AUTH ***"),
        (b"AUTHc2VjcmV0", "AUTH ***"),
        (b"AUTH\tPLAIN\tc2VjcmV0", "AUTH PLAIN ***"),
        (b"MAIL FROM:<a@example.com>", "MAIL FROM:<a@example.com>"),
    ],
)
def test_no_secret_of_a_login_is_kept(said: bytes, kept: str) -> None:
    conversation = Conversation()
    conversation.client(said)
    assert str(conversation) == f"C: {kept}"


def test_a_mail_has_what_opened_the_connection_and_what_was_said_for_itself() -> None:
    conversation = Conversation()
    conversation.server("220 here")
    conversation.client(b"EHLO a")
    for number in (b"1", b"2"):
        conversation.client(b"MAIL FROM:<%s@example.com>" % number)
        conversation.server("250 OK")
        said = str(conversation)
        conversation.end_mail()
    assert said.split("\n") == ["S: 220 here", "C: EHLO a", "C: MAIL FROM:<2@example.com>", "S: 250 OK"]


def test_of_what_nobody_reads_through_the_begin_and_the_end_are_kept() -> None:
    conversation = Conversation()
    conversation.client(b"EHLO " + b"x" * 10_000)
    for number in range(10_000):
        conversation.client(b"NOOP %d" % number)
    conversation.client(b"MAIL FROM:<a@example.com>")
    for number in range(10_000):
        conversation.client(b"RCPT TO:<%d@example.com>" % number)
    conversation.client(b"DATA")
    lines = str(conversation).split("\n")
    assert len(str(conversation)) < 20_000
    assert lines[0].startswith("C: EHLO xxx")
    at = lines.index("C: MAIL FROM:<a@example.com>")
    assert lines[at - 1] == "C: NOOP 9999"
    assert lines[at + 1 :: len(lines) - at - 2] == ["C: RCPT TO:<0@example.com>", "C: DATA"]
    (left_out,) = (line for line in lines[at:] if "more lines were said here" in line)
    assert int(left_out[1:].split()[0]) + len(lines) - at - 3 == 10_000


def test_bytes_in_no_charset_are_kept_as_far_as_they_can_be_read() -> None:
    conversation = Conversation()
    conversation.client(b"MAIL FROM:<gr\xfc\xdfe@example.com>")
    assert str(conversation) == "C: MAIL FROM:<gr\ufffd\ufffde@example.com>"
