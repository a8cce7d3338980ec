"""What was said is kept with the mail: without secrets, and no more of it than anybody reads."""

import pytest

from devmail.smtp.transcript import Transcript


@pytest.mark.parametrize(
    ("argument", "kept"),
    [
        ("PLAIN", "AUTH PLAIN"),
        ("PLAIN c2VjcmV0", "AUTH PLAIN ***"),
        ("login   c2VjcmV0", "AUTH login ***"),
        ("c2VjcmV0", "AUTH ***"),
        ("NTLM c2VjcmV0", "AUTH ***"),
        ("PLAIN\tc2VjcmV0", "AUTH PLAIN ***"),
        ("", "AUTH"),
    ],
)
def test_secrets_of_logins_are_left_out(argument: str, kept: str) -> None:
    transcript = Transcript()
    transcript.command("AUTH", argument)
    assert str(transcript) == f"C: {kept}"


def test_the_middle_of_a_long_session_is_left_out() -> None:
    transcript = Transcript()
    transcript.command("EHLO", "x" * 10_000)
    for number in range(10_000):
        transcript.command("NOOP", f"{number}")
    transcript.command("MAIL", "FROM:<a@example.com>")
    for number in range(10_000):
        transcript.command("RCPT", f"TO:<{number}@example.com>")
    transcript.command("DATA", "")
    lines = str(transcript).split("\n")
    assert len(str(transcript)) < 20_000
    assert lines[0].startswith("C: EHLO xxx")
    at = lines.index("C: MAIL FROM:<a@example.com>")
    assert lines[at - 1] == "C: NOOP 9999"
    assert lines[at + 1 :: len(lines) - at - 2] == ["C: RCPT TO:<0@example.com>", "C: DATA"]
    (left_out,) = (line for line in lines[at:] if "more lines left out" in line)
    assert int(left_out[1:].split()[0]) + len(lines) - at - 3 == 10_000
