"""What the viewer looks like in each of its states."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from devmail.model import Received
from devmail.smtp.faults import Faults
from devmail.smtp.refusals import Refusals
from devmail.store.inbox import Inbox
from devmail.tui.viewer import Viewer
from tests.devmail.mails import HOSTILE, RECIPIENT, SENDER, TickingClock, code_mail, mail
from tests.devmail.seen import URL

EVERY = ((80, 24), (120, 40), (60, 16))
ONE = ((80, 24),)
WARNING = "Others can reach 198.51.100.1: they can send mails here."
TALK = """\
S: 220 localhost devmail
C: EHLO store.example
S: 250-localhost
S: 250-PIPELINING
S: 250-SIZE 33554432
S: 250-8BITMIME
S: 250-SMTPUTF8
S: 250-AUTH CRAM-MD5 LOGIN PLAIN XOAUTH2
S: 250 HELP
C: MAIL FROM:<store@example.com>
S: 250 OK
C: RCPT TO:<sato@example.com>
S: 250 OK
C: DATA
S: 354 End data with <CR><LF>.<CR><LF>
C: (the mail, 183 bytes)"""


def _invoice() -> bytes:
    message = EmailMessage()
    message["From"] = "Kintone Store <store@example.com>"
    message["To"] = RECIPIENT
    message["Subject"] = "Your invoice of March, 請求書"
    message.set_content("Your invoice is attached.\n\nThank you.")
    message.add_alternative("<h1>Your invoice</h1><p>It is <b>attached</b>.</p><p>Thank you.</p>", "html")
    pdf = b"%PDF-1.7" + bytes(48_000)
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename="invoice-2026-03.pdf")
    message.add_attachment(b"PNG", maintype="image", subtype="png", filename="../ロゴ.png")
    message.set_boundary("outer")
    inner = message.get_payload(0)
    assert isinstance(inner, EmailMessage)
    inner.set_boundary("inner")
    return message.as_bytes().replace(b"\n", b"\r\n")


LINK = mail(
    "Log in here:\n\nhttps://store.example.com/login?token=kT4vQ8xM2nB7\n\nSee you.", "Your link to log in"
)
THREE = (_invoice(), LINK, code_mail("012345"))
PAGE = mail("", "Welcome", html="<p>Welcome!</p>\n<a href='https://store.example.com/help'>Ask us</a>")
MANY = tuple(code_mail(f"{number * 7919 % 1_000_000:06}") for number in range(40))
TERSE = (mail("991204", "Hello"), code_mail("012345"))
JAPAN = timezone(timedelta(hours=9))


@dataclass(frozen=True)
class State:
    """What there is, what is pressed, and at which sizes that is looked at."""

    mails: tuple[bytes, ...] = THREE
    keys: str = ""
    sizes: tuple[tuple[int, int], ...] = ONE
    warning: str = ""
    faults: Faults = field(default_factory=Faults)
    theme: str = "dark"
    zone: timezone = UTC
    days: int = 0
    """How many lie between a mail and the next."""
    later: tuple[bytes, ...] = ()
    """Mails that come after the keys were pressed."""
    fails: bool = False
    """Whether the inbox can no longer be read."""
    folder: str = ""
    """Where files are said to be written."""
    refused: str = ""
    """What a client is answered that is refused."""
    trouble: str = ""
    """Why mails cannot be kept."""


STATES = {
    "empty": State(()),
    "three_mails": State(sizes=EVERY),
    "three_mails_light": State(keys="m down", theme="light", sizes=EVERY[:2]),
    "many_mails": State(MANY, "pagedown pagedown", later=MANY[:10]),
    "mails_of_other_days": State(days=1),
    "local_time": State(keys="m", zone=JAPAN),
    "a_link": State(keys="down"),
    "a_likely_code": State(TERSE, "down"),
    "in_the_mail": State(keys="down down tab"),
    "html": State((PAGE,), "2"),
    "source": State((PAGE,), "8"),
    "links": State((PAGE, LINK), "down 7 tab"),
    "headers": State(keys="down down 3"),
    "raw": State(keys="down down 4"),
    "parts": State(keys="down down 5 tab down down", sizes=EVERY),
    "parts_light": State(keys="down down 5 tab", theme="light"),
    "session": State(keys="6 tab end"),
    "saving": State(keys="down down 5 tab down down s ctrl+u / t m p"),
    "no_folder": State(keys="down down 5 tab down s ctrl+u / n o n e enter"),
    "exported": State(keys="x", folder="/home/ada/shop"),
    "search": State(keys="slash i n v", sizes=EVERY),
    "search_light": State(keys="slash i n v", theme="light", faults=Faults(first=3), warning=WARNING),
    "search_without_results": State(keys="slash x y z enter"),
    "copied": State(keys="c"),
    "no_browser": State(keys="down o"),
    "deleted": State(keys="d"),
    "inbox_fails": State(keys="down", fails=True),
    "refused": State(refused="554 5.6.0 A line feed stands alone in the mail"),
    "cannot_keep": State(trouble="The disk is full: mails are not taken until there is room."),
    "help": State(keys="question_mark", sizes=EVERY),
    "deleting_all": State(keys="m D"),
    "setting_faults": State(keys="F", sizes=EVERY, faults=Faults(first=3, drop=True)),
    "no_number": State(keys="F ctrl+u - 5 enter", theme="light"),
    "faults_on": State(faults=Faults(first=3, delay=0.5), warning=WARNING),
    "hostile": State((code_mail("482913"), HOSTILE), sizes=EVERY),
    "hostile_headers": State((code_mail("482913"), HOSTILE), "3"),
}


@dataclass
class Server:
    """What the viewer sees of a mail server."""

    faults: Faults = field(default_factory=Faults)


def _cases() -> Iterator[Any]:
    for name, state in STATES.items():
        for columns, lines in state.sizes:
            yield pytest.param(state, (columns, lines), id=f"{name}-{columns}x{lines}")


@pytest.mark.parametrize(("state", "size"), _cases())
def test_it_looks_so(
    state: State,
    size: tuple[int, int],
    inbox: Inbox,
    clock: TickingClock,
    snap_compare: Callable[..., bool],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    if state.folder:
        monkeypatch.setattr("devmail.tui.viewer.save", lambda content, folder, name: f"{state.folder}/{name}")
    for raw in state.mails:
        clock.now += timedelta(days=state.days)
        inbox.add_all([Received(SENDER, (RECIPIENT,), raw, TALK)])

    async def press(pilot: Pilot[int]) -> None:
        if state.fails:
            inbox.close()
        await pilot.pause()  # until it is laid out: how long a page is depends on that
        for key in state.keys.split():
            await pilot.press(key)
            await pilot.app.workers.wait_for_complete()
        for raw in state.later:
            inbox.add_all([Received(SENDER, (RECIPIENT,), raw, TALK)])
        await pilot.pause(0.1)  # what was changed is shown together
        if state.refused:
            refusals.note(state.refused, (RECIPIENT,))
            await pilot.pause()

    refusals = Refusals(lambda: clock.now)
    refusals.trouble = state.trouble
    viewer = Viewer(
        inbox,
        URL,
        state.warning,
        server=Server(state.faults),
        refusals=refusals,
        clock=lambda: clock.now,
        theme=state.theme,
        zone=state.zone,
    )
    assert snap_compare(viewer, run_before=press, terminal_size=size)
