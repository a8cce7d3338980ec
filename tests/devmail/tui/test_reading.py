"""The chosen mail, looked at in each way; no more of it is read than is shown."""

from email.message import EmailMessage

import pytest
from textual.content import Content

from devmail.model import Received
from devmail.store.inbox import Inbox
from devmail.tui.line_view import TextView
from devmail.tui.viewer import Viewer
from tests.devmail.mails import RECIPIENT, SENDER, deliver, mail
from tests.devmail.tui.seen import rows, seen, server

TALK = "C: EHLO client\nS: 250 devmail"


def with_attachment() -> bytes:
    """Return a mail with text, HTML and an attachment."""
    message = EmailMessage()
    message["Subject"] = "Your [b]invoice[/b]"
    message["X-Note"] = "=?utf-8?B?5pel5pys?="
    message.set_content("Plain words.")
    message.add_alternative("<h1>Bold words</h1><a href='https://shop.example/help'>Help</a>", "html")
    message.add_attachment(b"%PDF-1", maintype="application", subtype="pdf", filename="../invoice.pdf")
    return message.as_bytes()


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("1", " Plain words."),
        ("2", " Bold words"),
        ("3", " X-Note: 日本"),
        ("4", " X-Note: =?utf-8?b?5pel5pys?="),
        ("5", " ../invoice.pdf"),
        ("6", " C: EHLO client"),
        ("7", " https://shop.example/help"),
        ("8", " <h1>Bold words</h1><a href="),
    ],
)
async def test_each_number_opens_a_tab(key: str, shown: str, inbox: Inbox) -> None:
    inbox.add_all([Received(SENDER, (RECIPIENT,), with_attachment(), TALK)])
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press(key)
        await seen(pilot, shown)


async def test_left_and_right_turn_the_tabs_from_the_list_and_from_the_mail(inbox: Inbox) -> None:
    deliver(inbox, with_attachment())
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press("right")
        await seen(pilot, "Bold words")
        await pilot.press("tab", "left", "left", "left")
        await seen(pilot, "https://shop.example/help")
        await pilot.press("left")
        await seen(pilot, "[no session was recorded for this email]")
        await pilot.press("left")
        await seen(pilot, "application/pdf")
        await pilot.press("down", "left")  # the focus went to the parts
        await seen(pilot, "Content-Type: multipart/mixed")


async def test_the_open_tab_stays_open_from_email_to_email_and_the_head_names_the_sender(
    inbox: Inbox,
) -> None:
    deliver(inbox, b"From: Acme <no-reply@acme.example>\r\n" + mail("First.", "First"))
    deliver(inbox, mail("Second.", "Second"))
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press("3")
        await seen(pilot, "Subject: Second")
        await seen(pilot, f"from {SENDER}")
        await pilot.press("down")
        await seen(pilot, "Subject: First")
        await seen(pilot, "from Acme <no-reply@acme.example>")
        await seen(pilot, f"sent by {SENDER}")


async def test_a_click_opens_a_tab(inbox: Inbox) -> None:
    deliver(inbox, with_attachment())
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await seen(pilot, "Plain words.")
        row = next(number for number, row in enumerate(rows(pilot)) if "Headers" in row)
        await pilot.click(offset=(rows(pilot)[row].index("Headers"), row))
        await seen(pilot, "X-Note: 日本")


_MANY = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nhello\n" * 10_000
_DEEP = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(1000)).encode()
_WIDE = b"Subject: x\nX-Wide: " + b"x" * 10_000_000 + b"\n\nhello\n"
_HEADS = b"Subject: x\n" + b"X-Other: y\n" * 100_000 + b"\nhello\n"
_LONG = b"Subject: x\n\n" + b"word " * 200_000
_LINKS = mail("\n".join(f"https://shop.example/{number}" for number in range(400)))
_FOREIGN = b"Subject: x\nContent-Type: text/plain; charset=nonsense\n\n\xff\xfehello\n"


_HEAD_CUT = "[truncated: the header has more than 100000 bytes]"
_RAW_CUT = "more bytes; press x to export all of it]"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        pytest.param(_MANY, {5: "[truncated after 200 parts]"}, id="many parts"),
        pytest.param(_DEEP, {5: "[parts nested more than 10 levels deep are not shown]"}, id="deep"),
        pytest.param(_WIDE, {3: _HEAD_CUT, 4: _RAW_CUT}, id="long field"),
        pytest.param(_HEADS, {3: _HEAD_CUT}, id="many fields"),
        pytest.param(
            _LONG,
            {1: "[truncated: 900000 more characters]", 4: f"[truncated: 900012 {_RAW_CUT}"},
            id="long text",
        ),
        pytest.param(_LINKS, {7: "[truncated after 300 links]"}, id="many links"),
        pytest.param(_FOREIGN, {1: "hello"}, id="no charset"),
        pytest.param(
            b"",
            {1: "[no text]", 2: "[no HTML]", 3: "[no header]", 7: "[no links]", 8: "[no HTML]"},
            id="nothing",
        ),
    ],
)
async def test_missing_and_truncated_content_is_mentioned(
    raw: bytes, said: dict[int, str], inbox: Inbox
) -> None:
    deliver(inbox, raw)
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press("tab")
        for key in range(1, 9):
            await pilot.press(str(key), "end")
            await seen(pilot, said.get(key, ""))


async def test_links_that_a_page_hides_behind_words_are_in_the_text(inbox: Inbox) -> None:
    deliver(inbox, mail("", html="<a href='https://shop.example/a'>https://shop.example/b</a>"))
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await seen(pilot, " Links:")
        await seen(pilot, "   https://shop.example/a")


async def test_of_a_text_only_the_lines_in_sight_are_drawn(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Laid out as a whole by Textual, this one stops the program for 14 seconds.
    drawn: list[int] = []
    line = TextView.line

    def noting(view: TextView, number: int, width: int) -> Content:
        drawn.append(number)
        return line(view, number, width)

    monkeypatch.setattr(TextView, "line", noting)
    deliver(inbox, mail("\n" * 99_000 + "end"))
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press("tab", "end")
        await seen(pilot, " end")
        assert len(drawn) < 1000
