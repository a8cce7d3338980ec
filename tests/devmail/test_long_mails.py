"""A mail of any length is taken whole, and read as far as a terminal can show it."""

from time import process_time

from devmail.inbox import Inbox
from devmail.message import LONGEST_TEXT, subject_and_text
from devmail.viewer import Viewer
from tests.devmail.mails import code_mail, deliver, mail
from tests.devmail.seen import URL, rows


def test_a_body_that_is_longer_than_anybody_reads_says_how_much_is_cut_off() -> None:
    subject, text = subject_and_text(b"Subject: long\r\n\r\n" + b"x" * (LONGEST_TEXT + 7))
    assert subject == "long"
    assert text == "x" * LONGEST_TEXT + "\n\n[cut off: 7 more characters]\n"


def test_a_body_of_just_that_length_is_read_whole() -> None:
    assert subject_and_text(b"\r\n" + b"x" * LONGEST_TEXT)[1] == "x" * LONGEST_TEXT


def test_what_is_cut_off_is_kept_all_the_same(inbox: Inbox) -> None:
    raw = code_mail("012345") + b"x" * 3_000_000
    kept = deliver(inbox, raw)
    assert (kept.code, inbox.newest()) == ("012345", [kept])
    assert kept.raw == raw


def test_a_page_of_tags_without_end_is_read_in_no_time() -> None:
    page = "<p>Your code:<p>012345" + "<" * 8_000_000
    raw = b"Content-Type: text/html\r\n\r\n" + page.encode()
    began = process_time()
    text = subject_and_text(raw)[1]
    assert process_time() - began < 10
    assert text.startswith("Your code:\n012345<")
    assert len(text) < LONGEST_TEXT + 100


async def test_a_long_mail_does_not_hold_the_viewer_up(inbox: Inbox) -> None:
    began = process_time()
    async with Viewer(inbox, URL).run_test() as pilot:
        deliver(inbox, mail("hello world " * 400_000))
        await pilot.pause()
        assert " A mail" in rows(pilot)
    assert process_time() - began < 8
