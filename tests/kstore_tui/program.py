"""Another program on the same store: started, led from step to step, and killed by a test."""

import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from kstore_tui.settings import Settings

_HERE = Path(__file__).parents[2]


class Program:
    """A run of `tests.kstore_tui.actor`, which says each step that it reaches and waits there."""

    def __init__(self, part: str, settings: Settings, *arguments: str) -> None:
        server = settings.mail_server
        command = [sys.executable, "-m", "tests.kstore_tui.actor", part, settings.database, str(server.port)]
        self._process = subprocess.Popen(
            [*command, *arguments], cwd=_HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def next_line(self) -> str:
        """Return what it says next; an empty line when it has ended."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().rstrip("\n")

    def reaches(self, step: str) -> None:
        """Wait until it is at a step, and let it go on from those before."""
        while (line := self.next_line()) != step:
            assert line, f"the program ended before {step!r}"
            self.go_on()

    def go_on(self) -> None:
        """Let it go on from where it waits."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """End it with SIGKILL: nothing in it runs any more."""
        self._process.kill()
        self._process.wait(10)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._process.communicate()
