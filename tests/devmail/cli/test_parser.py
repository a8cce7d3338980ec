"""The command line: what is wrong is one line that says what to do."""

import pytest

from devmail.__main__ import main
from devmail.cli.parser import parse


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
def test_wrong_usage_is_rejected(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(words.split())
    assert capsys.readouterr().err.startswith("usage: devmail")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("--port 1025 list", "devmail: error: put the command first: devmail list"),
        ("list --keep-mb=5", "devmail list: error: unknown argument: --keep-mb=5"),
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
