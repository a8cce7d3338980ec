"""The command line: what is wrong is one line, and nothing is loaded that is not needed."""

import socket
import subprocess
import sys
from collections.abc import Coroutine
from pathlib import Path

import pytest

from devmail.__main__ import main
from devmail.cli.parser import parse
from devmail.cli.serve import exposure_warning
from tests.devmail.running import SECONDS


@pytest.mark.parametrize(
    "words",
    [
        "show", "show x", "show 0", "show 1 --raw --text", "list --limit 0", "nothing", "wait",
        "wait --to a --since 1y", "wait --to a --after x", "wait --to a --timeout nan", "wait --to= ",
        "wait --to a --since -1", "wait --to a --code (", "wait --to a --code x --link",
        "--keep 0", "--keep-days -1", "--keep-days 999999", "--keep-mb inf", "--memory --store f", "--code [",
        "--fail-first=0", "--delay=-1", "--delay=nan", "--largest-mb=0", "--tls=no", "--host=",
        "--port=x", "--port=-1", "--port=65536", "--port=", f"--port={'9' * 5000}", "--keep-m 5",
    ],
)  # fmt: skip
def test_wrong_usage_is_refused(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(words.split())
    assert capsys.readouterr().err.startswith("usage: devmail")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("--port 1025 list", "devmail: error: put the command first: devmail list"),
        ("list --keep-mb=5", "devmail list: error: --keep-mb is an option of `devmail`"),
        ("list --subject x", "devmail list: error: --subject is an option of `devmail wait`"),
        ("clear --code x", "devmail clear: error: --code is an option of `devmail` and `devmail wait`"),
        ("--limit=5", "devmail: error: --limit is an option of `devmail list`"),
        ("show 1 2", "devmail show: error: unknown argument: 2"),
        ("wait --to a --code (", "devmail wait: error: argument --code: invalid regular expression: "),
        ("--port=x", "devmail: error: argument --port: must be 0 to 65535"),
    ],
)
def test_the_line_says_what_to_do(words: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(words.split())
    assert capsys.readouterr().err.splitlines()[-1].startswith(line)


@pytest.mark.parametrize(
    ("text", "seconds"), [("30", 30), ("30s", 30), ("1.5m", 90), ("2h", 7200), ("1d", 86400), ("0", 0)]
)
def test_times_are_written_with_a_unit(text: str, seconds: float) -> None:
    assert parse(["wait", "--to", "a", "--since", text]).since.total_seconds() == seconds


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("devmail 0.")


# --- starting ---


def test_an_address_that_cannot_be_used_is_one_line_and_creates_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        for host, line in (
            ("127.0.0.1", f"Port {port} is "),
            ("203.0.113.1", f"Can't listen on 203.0.113.1:{port}: "),  # for documentation: nobody has it
            ("a..b", f"Can't listen on a..b:{port}: not a valid host name."),
            ("x" * 64, f"Can't listen on {'x' * 64}:{port}: not a valid host name."),
        ):
            assert main(["--store", str(tmp_path / "i"), "--host", host, "--port", str(port)]) == 2
            out, err = capsys.readouterr()
            assert (out, err.startswith(f"devmail: {line}"), err.count("\n")) == ("", True, 1), err
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_cannot_be_used_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "letter.txt"
    store.write_text("Dear Sir or Madam, " * 100)
    line = f"devmail: {store} isn't a devmail inbox. Choose another file with --store.\n"
    assert main(["--port", "0", "--store", str(store)]) == 2
    assert capsys.readouterr() == ("", line)
    assert list(tmp_path.iterdir()) == [store]


def test_a_terminal_that_shows_no_screens_is_pointed_to_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    assert main(["--store", str(tmp_path / "i")]) == 2
    line = "devmail: This terminal (TERM=dumb) can't show screens. Use --plain or another terminal.\n"
    assert capsys.readouterr() == ("", line)


def test_ctrl_c_while_it_starts_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(work: Coroutine[object, object, int]) -> int:
        work.close()
        raise KeyboardInterrupt

    monkeypatch.setattr("asyncio.run", interrupted)
    assert main(["--plain", "--memory"]) == 130


@pytest.mark.parametrize(
    ("host", "is_warned"),
    [
        ("127.0.0.1", False),
        ("127.8.0.1", False),
        ("::1", False),
        ("localhost", False),
        ("0.0.0.0", True),  # noqa: S104
        ("::", True),
        ("host.example", True),
    ],
)
def test_a_warning_names_an_address_that_others_can_reach(host: str, is_warned: bool) -> None:
    warning = f"Other machines can reach {host} and send mail to it."
    assert exposure_warning(host) == (warning if is_warned else "")


_LOADED = """
import sys
from devmail.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print("loaded:", *sorted({"textual", "rich", "aiosmtpd", "devmail.finder.gist"} & set(sys.modules)))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "loaded"),
    [
        (["--help"], "loaded:"),
        (["wait", "--to", "a", "--timeout", "0"], "loaded:"),
        (["--host", "a..b"], "loaded: aiosmtpd"),
    ],
)
def test_only_the_modules_that_a_command_needs_are_loaded(
    words: list[str], loaded: str, tmp_path: Path
) -> None:
    store = [] if words == ["--help"] else ["--store", str(tmp_path / "i")]
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *words, *store], capture_output=True, text=True, timeout=SECONDS
    )
    assert done.stdout.splitlines()[-1] == loaded
