"""Of the environment, the program sees what it needs and nothing else."""

from pathlib import Path

import pytest

from screens.terminal.environment import keep_allowed
from tests.journeys.kstore import environment, program
from tests.journeys.terminal import Terminal


def test_what_the_program_needs_is_kept_and_the_rest_is_gone() -> None:
    needed = dict.fromkeys(
        ("TERM", "LANG", "LC_ALL", "NO_COLOR", "KSTORE_THEME", "SSH_CONNECTION", "TEXTUAL_DISABLE_KITTY_KEY"),
        "x",
    )
    unwanted = dict.fromkeys(("TEXTUAL_LOG", "TEXTUAL_DRIVER", "PYTHONPATH", "LD_PRELOAD", "COLUMNS"), "x")
    given = needed | unwanted
    keep_allowed(given)
    assert given == needed


def test_a_served_session_keeps_only_what_describes_it() -> None:
    described = dict.fromkeys(
        ("TERM", "COLORTERM", "LANG", "LC_ALL", "NO_COLOR", "SSH_CONNECTION", "HOME", "PATH", "USER"), "x"
    )
    others = "KSTORE_DATABASE TEXTUAL_DISABLE_KITTY_KEY XDG_DATA_HOME SSL_CERT_FILE TMPDIR BROWSER PYTHONPATH"
    sent = dict.fromkeys((*others.split(), "SSH_ORIGINAL_COMMAND"), "x")
    given = described | sent
    keep_allowed(given, served=True)
    assert given == described


@pytest.mark.slow
def test_no_variable_logs_keys_or_runs_code(tmp_path: Path) -> None:
    (tmp_path / "evil.py").write_text(
        f"open({str(tmp_path / 'ran')!r}, 'w')\nfrom textual.drivers.linux_driver import LinuxDriver as D"
    )
    also = {
        "TEXTUAL_LOG": str(tmp_path / "log"),
        "TEXTUAL_DRIVER": "evil:D",
        "PYTHONPATH": str(tmp_path),
        "TEXTUAL": "devtools,debug",
    }
    with Terminal(program(tmp_path), environment=environment(tmp_path), also=also) as terminal:
        terminal.wait_for("Register the first administrator")
        terminal.type("secret")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert not (tmp_path / "log").exists()
    assert not (tmp_path / "ran").exists()
