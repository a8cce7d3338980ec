"""`devmail wait` prints the code that came or comes, and nothing else."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from devmail.__main__ import main
from devmail.store.inbox import Inbox
from devmail.store.serving_lock import marked_as_served
from tests.devmail.mails import LINK, RECIPIENT, SENDER, code_mail, link_mail, mail

LIKELY = mail("token=9f3k2", "debug")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where the inbox is, or will be."""
    return tmp_path / "inbox.sqlite3"


def _keep(store: Path, raw: bytes, to: str = RECIPIENT, ago: float = 0) -> int:
    inbox = Inbox(store, lambda: datetime.now(UTC) - timedelta(seconds=ago))
    kept = inbox.add(SENDER, [to, "else@example.com"], raw)
    inbox.close()
    return kept.id


def _wait(store: Path, *words: str, to: str = RECIPIENT, timeout: str = "0") -> int:
    return main(["wait", "--to", to, "--store", str(store), "--timeout", timeout, *words])


@pytest.fixture
def while_waiting(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Do one thing after the other, as another program does, each time the wait pauses."""

    def do(*steps: Callable[[], object]) -> None:
        left: Iterator[Callable[[], object]] = iter(steps)
        monkeypatch.setattr("devmail.cli.wait.sleep", lambda _: next(left)())

    return do


def test_only_the_newest_code_is_printed(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for code in ("111222", "012345"):
        _keep(store, code_mail(code))
    _keep(store, code_mail("999888"), to="other@example.com")
    _keep(store, link_mail())
    assert _wait(store, to="SATO@Example.com") == 0
    assert capsys.readouterr() == ("012345\n", "")


def test_the_first_code_to_come_is_printed(
    store: Path, while_waiting: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    _keep(store, code_mail("111222"))

    def come() -> None:
        for raw in (mail("Nothing."), code_mail("012345"), code_mail("333444")):
            _keep(store, raw)

    while_waiting(lambda: None, come)
    assert _wait(store, "--after", "now", timeout="15s") == 0
    assert capsys.readouterr() == ("012345\n", "")


def test_an_inbox_that_is_not_there_yet_is_waited_for(
    store: Path, while_waiting: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    while_waiting(lambda: None, store.touch, lambda: _keep(store, code_mail("012345")))
    assert _wait(store, "--after", "now", timeout="15s") == 0
    assert capsys.readouterr().out == "012345\n"


def test_options_narrow_down_the_mails(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _keep(store, code_mail("111222"), ago=600)
    second = _keep(store, mail("Your code: 333444", "[Shop] Log-in"), ago=60)
    _keep(store, mail("Your code: 555666", "Something else"), ago=20)
    _keep(store, mail("Nothing at all.", "[Shop] Log-in"))
    for words in (["--subject", "[shop] log"], ["--subject", "log-in", "--since", "5m"]):
        assert _wait(store, *words) == 0
        assert capsys.readouterr().out == "333444\n"
    assert _wait(store, "--after", str(second)) == 0
    assert capsys.readouterr().out == "555666\n"
    for words in (["--since", "5"], ["--subject", "none"], ["--after", "4"], ["--after", "now"]):
        assert _wait(store, *words) == 1
        assert capsys.readouterr().out == ""


def test_as_json_a_mail_without_a_code_counts_too(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _keep(store, code_mail("111222"))
    newest = _keep(store, link_mail())
    assert _wait(store, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["id"], told["code"], told["recipients"]) == (newest, None, [RECIPIENT, "else@example.com"])


def test_link_prints_the_newest_link(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    linked = _keep(store, link_mail())
    _keep(store, code_mail("012345"))
    assert _wait(store, "--link") == 0
    assert capsys.readouterr().out == f"{LINK}\n"
    assert _wait(store, "--link", "--json") == 0
    assert json.loads(capsys.readouterr().out)["id"] == linked


def test_a_pattern_finds_the_code_in_mails_already_kept(
    store: Path, while_waiting: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    first = _keep(store, mail("Go to /in?ref=AB12 now."))
    _keep(store, code_mail("012345"))
    words = ["--code", r"ref=(\w+)"]
    assert _wait(store, *words) == 0
    assert capsys.readouterr().out == "AB12\n"
    assert _wait(store, *words, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["id"], told["code"]) == (first, "AB12")
    while_waiting(lambda: _keep(store, code_mail("1")), lambda: _keep(store, mail("ref=CD34")))
    assert _wait(store, *words, "--after", "now", timeout="15") == 0
    assert capsys.readouterr().out == "CD34\n"
    assert _wait(store, "--code", "no such text") == 1


# --- likely codes ---


def test_a_likely_code_is_printed_if_none_is_sure(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _keep(store, LIKELY, ago=60)
    assert _wait(store, timeout="10") == 0
    assert capsys.readouterr().out == "9f3k2\n"
    _keep(store, code_mail("012345"), ago=30)
    _keep(store, LIKELY)
    assert _wait(store, timeout="10") == 0
    assert capsys.readouterr().out == "012345\n"


def test_a_likely_code_that_comes_waits_a_moment_for_a_sure_one(
    store: Path, while_waiting: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    while_waiting(lambda: _keep(store, LIKELY), lambda: _keep(store, code_mail("012345")))
    assert _wait(store, timeout="10") == 0
    assert capsys.readouterr().out == "012345\n"


def test_a_likely_code_is_better_than_none_when_the_time_is_over(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _keep(store, LIKELY, ago=-60)
    assert _wait(store, timeout="0") == 0
    assert capsys.readouterr().out == "9f3k2\n"


# --- in vain ---


def test_a_timeout_mentions_a_link_and_whether_devmail_is_running(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing = "devmail: No email with a code to x␛@example.com about a arrived within 0.1 s.\n"
    link = "devmail: An email with a link arrived. Use --link to print the link.\n"
    not_running = (
        f"devmail: devmail isn't running with the inbox {store}. "
        "Start it, or choose its inbox with --store.\n"
    )
    words = ["--subject", "a"]
    assert _wait(store, *words, to="x\x1b@example.com", timeout="0.1") == 1
    assert capsys.readouterr() == ("", nothing + not_running)
    assert list(store.parent.iterdir()) == []
    _keep(store, link_mail("a"), to="x\x1b@example.com")
    with marked_as_served(store):
        assert _wait(store, *words, to="x\x1b@example.com", timeout="0.1") == 1
    assert capsys.readouterr() == ("", nothing + link)
    assert _wait(store, *words, to="x\x1b@example.com", timeout="0.1") == 1
    assert capsys.readouterr() == ("", nothing + link + not_running)


def test_ctrl_c_ends_it_quietly(
    store: Path, while_waiting: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    while_waiting(interrupt)
    assert _wait(store, timeout="10") == 130
    assert capsys.readouterr() == ("", "")
