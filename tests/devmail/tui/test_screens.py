"""What the viewer looks like in each of its states."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage

import pytest
from textual.pilot import Pilot

from devmail.model import Received
from devmail.smtp.faults import Faults
from devmail.smtp.refusals import Refusals
from devmail.store.inbox import Inbox
from devmail.tui.viewer import Viewer
from tests.devmail.mails import HOSTILE, RECIPIENT, SENDER, TickingClock, code_mail, mail
from tests.devmail.tui.seen import server

EVERY = ((80, 24), (120, 40), (60, 16))
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
C: (email, 183 bytes)"""


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


@dataclass(frozen=True)
class State:
    """What there is, what is pressed, and at which sizes that is looked at."""

    mails: tuple[bytes, ...] = THREE
    keys: str = ""
    sizes: tuple[tuple[int, int], ...] = EVERY[:1]
    warning: str = ""
    faults: Faults = field(default_factory=Faults)
    theme: str = "dark"
    days: int = 0
    """How many lie between a mail and the next."""
    later: tuple[bytes, ...] = ()
    """Mails that come after the keys were pressed."""
    fails: bool = False
    """Whether the inbox can no longer be read."""
    refused: str = ""
    """What a client is answered that is refused."""
    trouble: str = ""
    """Why mails cannot be kept."""


STATES = {
    "empty": State(()),
    "three_mails": State(sizes=EVERY),
    "three_mails_light": State(keys="m down", theme="light"),
    "many_mails": State(MANY, "pagedown pagedown", later=MANY[:10]),
    "mails_of_other_days": State(keys="m", days=1),
    "a_link": State(keys="down"),
    "a_likely_code": State(TERSE, "down"),
    "in_the_mail": State(keys="down down tab"),
    "html": State((PAGE,), "2"),
    "source": State((PAGE,), "8"),
    "links": State((PAGE, LINK), "down 7 tab"),
    "headers": State(keys="down down 3"),
    "raw": State(keys="down down 4"),
    "parts": State(keys="down down 5 tab down down"),
    "session": State(keys="6 tab end"),
    "saving": State(keys="down down 5 tab down down s ctrl+u / t m p"),
    "search": State(keys="slash i n v"),
    "search_without_results": State(keys="slash x y z enter"),
    "copied": State(keys="c"),
    "inbox_fails": State(keys="down", fails=True),
    "refused": State(refused="554 5.6.0 A line feed stands alone in the mail"),
    "cannot_keep": State(trouble="The disk is full: mails are not taken until there is room."),
    "help": State(keys="question_mark", sizes=EVERY),
    "deleting_all": State(keys="m D"),
    "setting_faults": State(keys="F", faults=Faults(first=3, drop=True)),
    "no_number": State(keys="F ctrl+u - 5 enter", theme="light"),
    "faults_on": State(faults=Faults(first=3, delay=0.5), warning=WARNING),
    "hostile": State((code_mail("482913"), HOSTILE)),
    "hostile_headers": State((code_mail("482913"), HOSTILE), "3"),
}
CASES = [
    pytest.param(state, size, id=f"{name}-{size[0]}x{size[1]}")
    for name, state in STATES.items()
    for size in state.sizes
]


@pytest.mark.parametrize(("state", "size"), CASES)
def test_it_looks_so(
    state: State, size: tuple[int, int], inbox: Inbox, clock: TickingClock, snap_compare: Callable[..., bool]
) -> None:
    for raw in state.mails:
        clock.now += timedelta(days=state.days)
        inbox.add_all([Received(SENDER, (RECIPIENT,), raw, TALK)])
    sink = server(inbox, state.faults)
    sink.refusals = Refusals(lambda: clock.now)
    sink.refusals.trouble = state.trouble
    viewer = Viewer(inbox, sink, state.warning, clock=lambda: clock.now, theme=state.theme)

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
            sink.refusals.note(state.refused, (RECIPIENT,))
            await pilot.pause()

    assert snap_compare(viewer, run_before=press, terminal_size=size)
