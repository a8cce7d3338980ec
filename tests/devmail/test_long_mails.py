"""A mail of any length is taken whole, and read as far as a terminal can show it."""

import pytest

from devmail.mime.message import LONGEST_TEXT, subject_and_text
from devmail.store.inbox import Inbox
from devmail.tui.viewer import Viewer
from tests.devmail.mails import code_mail, deliver
from tests.devmail.seen import URL, seen


def test_a_body_that_is_longer_than_anybody_reads_says_how_much_is_cut_off() -> None:
    subject, text = subject_and_text(b"Subject: long\r\n\r\n" + b"x" * (LONGEST_TEXT + 7))
    assert subject == "long"
    assert text == "x" * LONGEST_TEXT + "\n\n[cut off: 7 more characters]\n"


def test_a_body_of_just_that_length_is_read_whole() -> None:
    assert subject_and_text(b"\r\n" + b"x" * LONGEST_TEXT)[1] == "x" * LONGEST_TEXT


def test_what_is_cut_off_is_kept_all_the_same(inbox: Inbox) -> None:
    raw = code_mail("012345") + b"x" * 1_000_000
    kept = deliver(inbox, raw)
    assert (kept.code, inbox.newest()) == ("012345", [kept])
    assert inbox.raw(kept.id) == raw


def test_a_page_is_read_only_so_far_that_its_text_can_be_shown() -> None:
    raw = b"Content-Type: text/html\r\n\r\n" + b"x" * (6 * LONGEST_TEXT)
    said = f"[cut off: {4 * LONGEST_TEXT + 1} more characters]"  # one for the end of the line
    assert subject_and_text(raw)[1].split() == ["x" * LONGEST_TEXT, *said.split()]


async def test_the_last_line_of_a_text_that_is_cut_off_says_so(inbox: Inbox) -> None:
    deliver(inbox, b"\r\n" + b"word\r\n" * 100_000)
    async with Viewer(inbox, URL).run_test() as pilot:
        await pilot.press("tab", "end")
        await seen(pilot, "[cut off: 400000 more characters]")


@pytest.mark.parametrize(
    "piece", ["<!--", "<a", "<a ", "<a href='", "<a b=<", "<!", "<?", "</", "<aaaa aaaa"]
)
def test_tags_and_comments_that_never_end_are_passed_over(piece: str) -> None:
    # Looked at again for each of them, the rest of this page would keep the test for minutes.
    raw = b"Content-Type: text/html\r\n\r\n<p>012345</p>" + piece.encode() * (200_000 // len(piece))
    assert subject_and_text(raw)[1].startswith("012345\n")
