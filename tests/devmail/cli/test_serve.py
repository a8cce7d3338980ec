"""devmail starts as its options say; what is missing or can't be used is one line, and no file is created."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from devmail.__main__ import main
from devmail.cli.parser import parse
from devmail.cli.serve import exposure_warning, settings_of
from devmail.smtp.faults import Faults
from devmail.smtp.settings import Settings
from tests.devmail.running import SECONDS
from tests.journeys.certificate import make_certificate


def _settings(*words: str, **environment: str) -> Settings:
    return settings_of(parse(words), environment)


def test_without_options_any_email_is_accepted_from_anybody() -> None:
    assert _settings() == Settings()


def test_options_set_the_faults_and_the_largest_mail() -> None:
    settings = _settings("--fail-first=3", "--most-a-minute=10", "--delay=0.5", "--drop", "--fail-login")
    assert settings.faults == Faults(3, 10, 0.5, drop=True, no_login=True)
    assert _settings("--largest-mb=1.5").largest == 1536 * 1024


def test_a_password_comes_from_the_environment_and_from_no_option() -> None:
    login = _settings("--user=ada", DEVMAIL_PASSWORD="wört ").login
    assert login is not None
    assert (login.user, login.password) == ("ada", "wört ")
    assert not [name for name in vars(parse([])) if "password" in name]


def test_a_certificate_is_given_or_generated(tmp_path: Path) -> None:
    given = make_certificate(tmp_path)
    settings = _settings(f"--tls-cert={given.certificate}", f"--tls-key={given.key}", "--tls=implicit")
    assert settings.tls is not None
    assert (settings.tls.implicit, settings.tls.authority) == (True, b"")
    generated = _settings("--tls=starttls").tls
    assert generated is not None
    assert (generated.implicit, generated.authority[:27]) == (False, b"-----BEGIN CERTIFICATE-----")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--user=ada", "--user needs a password: set DEVMAIL_PASSWORD."),
        ("--tls-key=x", "--tls-key needs --tls-cert."),
        ("--tls=implicit --tls-cert={folder}/x", "{folder}/x"),
    ],
)
def test_missing_or_unusable_settings_are_reported_in_one_line(
    words: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = f"--store={tmp_path / 'inbox.sqlite3'}"
    assert main([store, *(word.format(folder=tmp_path) for word in words.split())]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said.format(folder=tmp_path) in err
    assert list(tmp_path.iterdir()) == []


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
    warning = "Anyone who can reach this machine can send email to devmail."
    assert exposure_warning(host) == (warning if is_warned else "")


_LOADED = """
import sys
from devmail.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print("loaded:", *sorted({"textual", "rich", "aiosmtpd", "devmail.finder.summary"} & set(sys.modules)))
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
