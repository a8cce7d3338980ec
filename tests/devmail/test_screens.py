"""What the viewer looks like in each of its states."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from devmail.keeping.inbox import Inbox
from devmail.mail import Received
from devmail.receiving.faults import Faults
from devmail.viewing.viewer import Viewer
from tests.devmail.mails import HOSTILE, RECIPIENT, SENDER, code_mail, mail
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
MANY = tuple(code_mail(f"{number * 7919 % 1_000_000:06}") for number in range(40))


@dataclass
class Server:
    """What the viewer sees of a mail server."""

    faults: Faults = field(default_factory=Faults)


@dataclass(frozen=True)
class State:
    """What there is, what is pressed, and at which sizes that is looked at."""

    mails: tuple[bytes, ...] = THREE
    keys: str = ""
    sizes: tuple[tuple[int, int], ...] = ONE
    warning: str = ""
    faults: Faults = field(default_factory=Faults)


STATES = {
    "empty": State((), sizes=EVERY),
    "one_mail": State((code_mail("G7KQ-2MXP"),), sizes=EVERY),
    "three_mails": State(sizes=EVERY),
    "many_mails": State(MANY, "down down down", sizes=EVERY),
    "a_link": State(keys="down", sizes=EVERY),
    "in_the_mail": State(keys="down down tab", sizes=EVERY),
    "html": State(keys="down down 2"),
    "headers": State(keys="down down 3"),
    "raw": State(keys="down down 4"),
    "parts": State(keys="down down 5 tab down down", sizes=EVERY),
    "session": State(keys="6 tab end"),
    "saving": State(keys="down down 5 tab down down s ctrl+u / t m p"),
    "search": State(keys="slash i n v", sizes=EVERY),
    "search_kept": State(keys="slash y o u r enter down"),
    "search_without_results": State(keys="slash x y z", sizes=EVERY),
    "marked": State(keys="m down m", sizes=EVERY),
    "copied": State(keys="c", sizes=EVERY),
    "deleted": State(keys="d"),
    "help": State(keys="question_mark", sizes=EVERY),
    "deleting_all": State(keys="D", sizes=EVERY),
    "setting_faults": State(keys="F", sizes=EVERY, faults=Faults(first=3, drop=True)),
    "faults_on": State(sizes=EVERY, faults=Faults(first=3, delay=0.5)),
    "warned": State(sizes=EVERY, warning=WARNING),
    "hostile": State((code_mail("482913"), HOSTILE), sizes=EVERY),
    "hostile_headers": State((code_mail("482913"), HOSTILE), "3"),
    "hostile_raw": State((code_mail("482913"), HOSTILE), "4"),
}


def _cases() -> Iterator[Any]:
    for name, state in STATES.items():
        for columns, lines in state.sizes:
            yield pytest.param(state, (columns, lines), id=f"{name}-{columns}x{lines}")


@pytest.mark.parametrize(("state", "size"), _cases())
def test_it_looks_so(
    state: State,
    size: tuple[int, int],
    inbox: Inbox,
    snap_compare: Callable[..., bool],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    for raw in state.mails:
        inbox.add_all([Received(SENDER, (RECIPIENT,), raw, TALK)])

    async def press(pilot: Pilot[int]) -> None:
        for key in state.keys.split():
            await pilot.press(key)
            await pilot.app.workers.wait_for_complete()
        await pilot.pause(0.1)  # what was changed is shown together

    viewer = Viewer(inbox, URL, state.warning, server=Server(state.faults))
    assert snap_compare(viewer, run_before=press, terminal_size=size)
