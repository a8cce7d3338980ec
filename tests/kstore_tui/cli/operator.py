"""Running the operator's commands in this process, in a tenth of a program's time."""

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from kstore_tui.__main__ import main
from tests.journeys.kstore import environment, program

NO_SERVER = "smtp://127.0.0.1:9"
"""A mail server that is not there."""


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    printed: str
    told: str
    """What it said on stderr."""


def run(folder: Path, *arguments: str, typed: str | bytes | None = "", smtp: str = NO_SERVER) -> Ended:
    """Run a command; `folder` is the operator's home, where the store is, and `typed` its standard input.

    None closes the standard input.
    """
    _, _, _, *words = program(folder, "--smtp", smtp, *arguments)
    printed, told = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed), redirect_stderr(told):
        for name in [name for name in os.environ if name.startswith(("KSTORE_", "SSH_", "XDG_"))]:
            patch.delenv(name)
        for name, value in environment(folder).items():
            patch.setenv(name, value)
        stdin = typed.encode() if isinstance(typed, str) else typed
        patch.setattr(sys, "stdin", None if stdin is None else io.TextIOWrapper(io.BytesIO(stdin), "ascii"))
        try:
            code = main(words)
        except SystemExit as end:  # how argparse refuses
            assert isinstance(end.code, int)
            code = end.code
    return Ended(code, printed.getvalue(), told.getvalue())


def registers_first(folder: Path) -> None:
    """Register the first administrator of a store."""
    register = ("administrators", "register", "ada@example.com", "--password-stdin")
    assert run(folder, *register, typed="yellow-umbrella\n").code == 0
