"""`list`, `show` and `clear` read the inbox of a devmail that runs or ran."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from devmail.__main__ import main
from devmail.model import Mail, Received
from devmail.store.inbox import Inbox
from tests.devmail.mails import HOSTILE, RECIPIENT, SENDER, TickingClock, code_mail, deliver, mail

Run = Callable[..., tuple[int, str, str]]
MAIL_2 = {
    "id": 2,
    "received_at": "2026-03-14T09:00:02+00:00",
    "sender": SENDER,
    "recipients": [RECIPIENT],
    "subject": "Your code",
    "code": "012345",
    "link": None,
    "size": len(code_mail("012345")),
    "marked": False,
    "header": {"from": None, "to": None, "cc": None, "reply_to": None},
}


@pytest.fixture
def store(tmp_path: Path, clock: TickingClock) -> Path:
    """An inbox with two mails."""
    inbox = Inbox(tmp_path / "inbox.sqlite3", clock)
    inbox.add_all([Received("", ("a@example.com", "b@example.com"), mail(subject="Hi"), "C: EHLO here")])
    deliver(inbox, code_mail("012345"))
    inbox.close()
    return tmp_path / "inbox.sqlite3"


@pytest.fixture
def run(store: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on that inbox; get the exit code and what was printed."""

    def run(*words: str) -> tuple[int, str, str]:
        code = main([*words, "--store", str(store)])
        return code, *capsys.readouterr()

    return run


def test_the_list_has_a_line_for_each_mail_with_its_number_the_newest_first(run: Run) -> None:
    lines = (
        f"2\t2026-03-14 09:00:02\t{RECIPIENT}\tYour code\t012345\n"
        "1\t2026-03-14 09:00:01\ta@example.com, b@example.com\tHi\t\n"
    )
    assert run("list") == (0, lines, "")
    assert run("list", "--limit", "1") == (0, lines.splitlines(True)[0], "")
    assert run("list", "--search", "b@example hi") == (0, lines.splitlines(True)[1], "")
    assert run("list", "--search", "nothing like it") == (0, "", "")


def test_the_list_as_json_has_an_object_for_each_mail(run: Run) -> None:
    code, out, err = run("list", "--json")
    assert (code, err) == (0, "")
    assert [json.loads(line)["id"] for line in out.splitlines()] == [2, 1]
    assert json.loads(out.splitlines()[0]) == MAIL_2


def test_a_mail_is_shown_as_what_it_is_and_its_text(run: Run) -> None:
    about = (
        f"Mail:     2\nReceived: 2026-03-14 09:00:02 UTC\nFrom:     {SENDER}\nTo:       {RECIPIENT}\n"
        "Subject:  Your code\nCode:     012345\n\n"
    )
    text = "Your verification code:\n\n012345\n\nIt is valid for 10 minutes.\n"
    assert run("show", "2") == run("show", "newest") == (0, about + text, "")
    assert run("show", "2", "--text") == (0, text, "")
    assert run("show", "1", "--session") == (0, "C: EHLO here\nS: 250 Kept as 1\n", "")
    assert "Subject: Your code\n" in run("show", "2", "--headers")[1]
    assert json.loads(run("show", "2", "--json")[1]) == MAIL_2 | {"text": text}
    assert (
        json.loads(run("show", "1", "--json", "--session")[1])["session"] == "C: EHLO here\nS: 250 Kept as 1"
    )


def test_the_bytes_of_a_mail_are_given_as_they_came(
    store: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["show", "2", "--raw", "--store", str(store)]) == 0
    assert capsysbinary.readouterr().out == code_mail("012345")


@pytest.mark.parametrize("form", [[], ["--text"], ["--headers"], ["--json"], ["--raw", "--json"]])
def test_nothing_in_a_mail_acts_on_the_terminal(form: list[str], run: Run, store: Path) -> None:
    inbox = Inbox(store)
    inbox.add("a\x1b[2J@example.com", ["b\u202e@example.com"], HOSTILE)
    inbox.close()
    out = run("show", "newest", *form)[1] + run("list")[1]
    assert not set(out) & {"\x1b", "\x07", "\x9b", "\x7f", "\r", "\u202e", "\u200b"}


def test_a_mail_that_is_not_there_is_one_line(run: Run) -> None:
    assert run("show", "77") == (1, "", "devmail: There is no mail 77.\n")


def test_after_clearing_there_is_none(run: Run) -> None:
    assert run("clear") == (0, "Deleted 2 mails.\n", "")
    assert run("list") == (0, "", "")
    assert run("show", "newest") == (1, "", "devmail: There is no mail.\n")
    assert run("clear", "--json") == (0, '{"deleted": 0}\n', "")


def test_options_may_stand_before_the_commands_name(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "--store", str(store), "list"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0]) == MAIL_2


@pytest.mark.parametrize("words", [["list"], ["show", "1"], ["clear"]])
def test_an_inbox_that_is_not_there_is_not_made(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "none.sqlite3"
    assert main([*words, "--store", str(path)]) == 2
    line = f"devmail: There is no inbox {path} yet: start devmail, or name its file with --store.\n"
    assert capsys.readouterr() == ("", line)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ["show"], ["show", "x"], ["show", "0"], ["show", "1", "--raw", "--text"], ["list", "--limit", "0"],
        ["nothing"], ["wait"], ["wait", "--to", "a", "--since", "1y"], ["wait", "--to", "a", "--after", "x"],
        ["wait", "--to", "a", "--timeout", "nan"], ["wait", "--to", "a", "--since", "-1"],
        ["--keep", "0"], ["--keep-days", "-1"], ["--keep-days", "999999"], ["--keep-mb", "inf"],
        ["--memory", "--store", "f"],
    ],
)  # fmt: skip
def test_what_is_asked_in_a_wrong_way_is_refused(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(words)
    assert capsys.readouterr().err.startswith("usage: devmail")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--port", "1025", "list"], "devmail list: error: --port is an option of devmail without a command"),
        (["--memory", "clear"], "devmail clear: error: --memory is an option of devmail without a command"),
        (["list", "--keep-mb=5"], "devmail list: error: --keep-mb is an option of devmail without a command"),
        (["list", "--subject", "x"], "devmail list: error: --subject is an option of devmail wait"),
        (["--limit=5"], "devmail: error: --limit is an option of devmail list"),
        (["show", "1", "2"], "devmail show: error: there is nothing like 2"),
    ],
)
def test_an_option_that_a_command_does_not_use_is_refused_with_the_one_that_takes_it(
    words: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(words)
    assert capsys.readouterr().err.splitlines()[-1] == line


def test_a_mail_as_it_is_kept_is_what_is_told_as_json(store: Path) -> None:
    assert set(MAIL_2) == set(Mail.__slots__)
