"""`list`, `show` and `clear` read the inbox of a devmail that is, or was, running."""

import json
import os
import subprocess
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from devmail.__main__ import main
from devmail.model import Mail, Received
from devmail.store.inbox import Inbox
from tests.devmail.mails import HOSTILE, LINK, RECIPIENT, SENDER, TickingClock, code_mail, deliver, mail
from tests.devmail.running import SECONDS, command

Run = Callable[..., tuple[int, str, str]]
MAIL_2 = {
    "id": 2,
    "received_at": "2026-03-14T09:00:02+00:00",
    "sender": SENDER,
    "recipients": [RECIPIENT],
    "subject": "Your code",
    "code": "012345",
    "likely_code": None,
    "link": None,
    "size": len(code_mail("012345")),
    "marked": False,
    "header": {"from": None, "to": None, "cc": None, "reply_to": None},
}
TEXT = "Your verification code:\n\n012345\n\nIt is valid for 10 minutes.\n"


@pytest.fixture
def store(tmp_path: Path, clock: TickingClock) -> Path:
    """An inbox with two mails."""
    inbox = Inbox(tmp_path / "inbox.sqlite3", clock)
    inbox.add_all([Received("", ("a@example.com", "b@example.com"), mail(subject="Hi"), "C: EHLO here")])
    deliver(inbox, code_mail("012345"))
    inbox.close()
    return tmp_path / "inbox.sqlite3"


def _keep(store: Path, raw: bytes, *recipients: str) -> None:
    inbox = Inbox(store)
    deliver(inbox, raw, *recipients)
    inbox.close()


@pytest.fixture
def run(store: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on that inbox; get the exit code and what was printed."""

    def run(*words: str) -> tuple[int, str, str]:
        code = main([*words, "--store", str(store)])
        return code, *capsys.readouterr()

    return run


def test_the_list_has_a_line_for_each_mail_with_its_id_newest_first(run: Run) -> None:
    lines = (
        f"2\t2026-03-14 09:00:02\t{RECIPIENT}\tYour code\t012345\n"
        "1\t2026-03-14 09:00:01\ta@example.com, b@example.com\tHi\t\n"
    )
    assert run("list") == (0, lines, "")
    assert run("list", "--limit", "1") == (0, lines.splitlines(True)[0], "")
    assert run("list", "--search", "b@example hi") == (0, lines.splitlines(True)[1], "")
    assert run("list", "--search", "nothing like it") == (0, "", "")
    objects = [json.loads(line) for line in run("list", "--json")[1].splitlines()]
    assert (objects[0], objects[1]["id"], set(MAIL_2)) == (MAIL_2, 1, set(Mail.__slots__))


def test_a_mail_is_shown_as_what_it_is_and_its_text(run: Run) -> None:
    about = (
        f"Email:    2\nReceived: 2026-03-14 09:00:02 UTC\nFrom:     {SENDER}\nTo:       {RECIPIENT}\n"
        "Subject:  Your code\nCode:     012345\n\n"
    )
    assert run("show", "2") == run("show", "newest") == (0, about + TEXT, "")
    assert run("show", "2", "--text") == (0, TEXT, "")
    assert run("show", "1", "--session") == (0, "C: EHLO here\nS: 250 Kept as 1\n", "")
    assert "Subject: Your code\n" in run("show", "2", "--headers")[1]
    assert run("show", "77") == (1, "", "devmail: There is no email 77.\n")


def test_local_time_has_utc_beside_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "JST-9")
        time.tzset()
        shown = run("show", "2")[1]
    time.tzset()
    assert "Received: 2026-03-14 18:00:02 (2026-03-14 09:00:02 UTC)\n" in shown


def test_a_mail_as_json_has_its_links_texts_and_attachments(run: Run, store: Path) -> None:
    contents: dict[str, object] = {"links": [], "text": TEXT, "html": None, "attachments": []}
    assert json.loads(run("show", "2", "--json")[1]) == MAIL_2 | contents
    assert json.loads(run("show", "2", "--json", "--session")[1]) == MAIL_2 | contents | {"session": ""}
    message = EmailMessage()
    message["Subject"] = "Both"
    message.set_content(f"Log in: {LINK}")
    message.add_alternative(html := f'<p>Log in <a href="{LINK}">here</a>.</p>', "html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="bill.pdf")
    _keep(store, message.as_bytes())
    told = json.loads(run("show", "newest", "--json")[1])
    assert (told["links"], told["html"].strip()) == ([LINK], html)
    assert told["attachments"] == [{"name": "bill.pdf", "type": "application/pdf", "size": 4}]
    assert run("show", "newest", "--html")[1].strip() == html


def test_the_bytes_of_a_mail_are_given_as_they_came(
    store: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["show", "2", "--raw", "--store", str(store)]) == 0
    assert capsysbinary.readouterr().out == code_mail("012345")


@pytest.mark.parametrize("form", ["", "--text", "--html", "--headers", "--json", "--raw --json"])
def test_nothing_in_a_mail_acts_on_the_terminal(form: str, run: Run, store: Path) -> None:
    _keep(store, HOSTILE, "b\x1b[2J\u202e@example.com")
    out = run("show", "newest", *form.split())[1] + run("list")[1]
    assert not set(out) & {"\x1b", "\x07", "\x9b", "\x7f", "\r", "\u202e", "\u200b"}


def test_clear_deletes_all_mails(run: Run) -> None:
    assert run("clear") == (0, "Deleted 2 emails.\n", "")
    assert run("list") == (0, "", "")
    assert run("show", "newest") == (1, "", "devmail: There is no email.\n")
    assert run("clear", "--json") == (0, '{"deleted": 0}\n', "")


@pytest.mark.parametrize("words", [["list"], ["show", "1"], ["clear"]])
def test_an_inbox_that_is_not_there_is_not_created(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "none.sqlite3"
    assert main([*words, "--store", str(path)]) == 2
    line = f"devmail: There is no inbox at {path}. Start devmail, or choose its inbox with --store.\n"
    assert capsys.readouterr() == ("", line)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(("stdout", "code", "said"), [("| true", 0, ""), (">/dev/full", 1, "No space")])
def test_output_that_cannot_be_written_ends_in_one_line(
    stdout: str, code: int, said: str, tmp_path: Path, store: Path
) -> None:
    for number in range(3):
        _keep(store, mail(subject="x" * 70_000 + str(number)))  # more than a pipe holds
    words = ["/bin/sh", "-c", f'("$@"; echo "code $?" >&2) {stdout}', "sh", *command(tmp_path, "list")]
    env = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, env=env)
    err = done.stderr.decode()
    assert err.splitlines()[-1] == f"code {code}"
    assert (said in err, "Traceback" in err) == (True, False)
