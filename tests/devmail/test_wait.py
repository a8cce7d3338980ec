"""`devmail wait` prints the code that came or comes, and nothing else."""

import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from devmail.__main__ import main
from devmail.store.inbox import Inbox
from tests.devmail.mails import LINK, RECIPIENT, SENDER, code_mail, link_mail, mail
from tests.devmail.running import SECONDS, command, line, running


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


@contextmanager
def _kept_later(store: Path, *mails: bytes) -> Iterator[None]:
    """Keep mails, as another program does, once somebody waits."""

    def keep() -> None:
        for raw in mails:
            _keep(store, raw)

    timer = threading.Timer(0.1, keep)
    timer.start()
    try:
        yield
    finally:
        timer.join()


def test_only_the_newest_code_is_printed(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for code in ("111222", "012345"):
        _keep(store, code_mail(code))
    _keep(store, code_mail("999888"), to="other@example.com")
    assert _wait(store, to="SATO@Example.com") == 0
    assert capsys.readouterr() == ("012345\n", "")


def test_the_first_code_to_come_is_printed(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _keep(store, code_mail("111222"))
    with _kept_later(store, mail("No code."), code_mail("012345"), code_mail("333444")):
        assert _wait(store, "--after", "now", timeout="15s") == 0
    assert capsys.readouterr() == ("012345\n", "")


def test_an_inbox_that_is_not_there_yet_is_waited_for(
    store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = iter(["012345", "999888"])
    monkeypatch.setattr("devmail.cli.waiting.sleep", lambda _: _keep(store, code_mail(next(codes))))
    assert _wait(store, "--after", "now", timeout="15s") == 0
    assert capsys.readouterr().out == "012345\n"


def test_only_what_was_asked_for_counts(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _keep(store, code_mail("111222"), ago=600)
    second = _keep(store, mail("Your code: 333444", "[Shop] Log-in"), ago=60)
    _keep(store, mail("Your code: 555666", "Something else"), ago=20)
    _keep(store, mail("No code at all.", "[Shop] Log-in"))
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
    newest = _keep(store, mail("No code."))
    assert _wait(store, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["id"], told["code"], told["recipients"]) == (newest, None, [RECIPIENT, "else@example.com"])


def test_the_newest_link_is_printed_where_that_is_asked_for(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    linked = _keep(store, link_mail())
    _keep(store, code_mail("012345"))
    assert _wait(store, "--link") == 0
    assert capsys.readouterr().out == f"{LINK}\n"
    assert _wait(store, "--link", "--json") == 0
    assert json.loads(capsys.readouterr().out)["id"] == linked
    with _kept_later(store, code_mail("333444"), link_mail()):
        assert _wait(store, "--link", "--after", "now", timeout="15s") == 0
    assert capsys.readouterr().out == f"{LINK}\n"


def test_who_waits_in_vain_for_a_code_is_told_of_a_link(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _keep(store, link_mail())
    hint = "devmail: One with a link is there: --link prints that.\n"
    assert (_wait(store), hint in capsys.readouterr().err) == (1, True)
    assert (_wait(store, "--subject", "else"), hint in capsys.readouterr().err) == (1, False)


def test_a_code_beyond_the_first_pages_is_found(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inbox = Inbox(store)
    inbox.add(SENDER, [RECIPIENT], code_mail("012345"))
    for _ in range(250):
        inbox.add(SENDER, ["other@example.com"], b"")
    inbox.close()
    assert _wait(store) == 0
    assert capsys.readouterr().out == "012345\n"


def test_who_waits_in_vain_is_told_whether_a_devmail_runs(tmp_path: Path) -> None:
    words = command(tmp_path, "wait", "--to", "x\x1b@example.com", "--subject", "a", "--timeout", "0.1")
    line_1 = "devmail: No mail with a code to x␛@example.com about a within 0.1 s.\n"
    store = tmp_path / "inbox.sqlite3"
    line_2 = f"devmail: No devmail is running on {store}: start it, or name its file with --store.\n"
    assert _run(words) == (1, "", line_1 + line_2)
    assert list(tmp_path.iterdir()) == []
    with running(tmp_path):
        assert _run(words) == (1, "", line_1)
    assert _run(words) == (1, "", line_1 + line_2)


def test_a_code_that_comes_over_smtp_is_printed_as_soon_as_it_does(tmp_path: Path) -> None:
    words = command(tmp_path, "wait", "--to", RECIPIENT, "--timeout", str(SECONDS))
    with running(tmp_path) as devmail, subprocess.Popen(words, stdout=subprocess.PIPE, bufsize=0) as waiting:
        devmail.send(code_mail("012345"))
        assert waiting.stdout is not None
        assert line(waiting.stdout) == "012345"
        assert waiting.wait(SECONDS) == 0


def test_a_store_that_is_no_inbox_is_misuse(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = sqlite3.connect(store)
    database.execute("CREATE TABLE album (title TEXT)")
    database.close()
    assert _wait(store, timeout="10") == 2
    line = f"devmail: The inbox {store} cannot be used: it belongs to another program.\n"
    assert capsys.readouterr() == ("", line)


def test_an_address_that_is_empty_is_not_waited_for(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        _wait(store, to="", timeout="10")
    assert "--to: give an address" in capsys.readouterr().err


def test_ctrl_c_ends_it_quietly(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("devmail.cli.waiting.sleep", interrupted)
    assert _wait(store, timeout="10") == 130
    assert capsys.readouterr() == ("", "")


def test_a_pipe_that_nobody_reads_any_more_is_no_traceback(tmp_path: Path, store: Path) -> None:
    _keep(store, code_mail("012345"))
    words = ["/bin/sh", "-c", '"$@" | true', "sh", *command(tmp_path, "list")]
    assert _run(words) == (0, "", "")


def _run(words: list[str]) -> tuple[int, str, str]:
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS)
    return done.returncode, done.stdout, done.stderr


def test_waiting_loads_neither_a_server_nor_screens(tmp_path: Path) -> None:
    program = (
        "import sys; from devmail.__main__ import main; main(sys.argv[1:]);"
        "raise SystemExit(bool({'textual', 'rich', 'aiosmtpd'} & set(sys.modules)))"
    )
    words = ["wait", "--to", "a", "--timeout", "0", "--store", str(tmp_path / "i")]
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, timeout=SECONDS)
    assert done.returncode == 0
