"""`kstore-tui serve` as a process, for tests that start, signal and end it."""

import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.kstore import environment, program


class Serving:
    """A running server, and its log.

    Args:
        process: Its process.
        folder: The folder of its store.
    """

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        self._process = process
        self._folder = folder
        self.port = int(self.wait_for(r"Serving the store at 127\.0\.0\.1:(\d+)\.")[1])
        self.fingerprint = self.wait_for(r"Host key: (\S+)")[1]

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Read its log up to a line, and return what matches."""
        assert self._process.stderr is not None
        seen = ""
        while line := self._process.stderr.readline():
            if found := re.search(pattern, line):
                return found
            seen += line
        raise AssertionError(f"the server ended without {pattern!r}:\n{seen}")

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def wait_exit(self) -> int:
        """Wait until it has ended; return its exit code."""
        return self._process.wait(40)

    def rest_of_log(self) -> str:
        """Return what it still logs, up to its end."""
        assert self._process.stderr is not None
        return self._process.stderr.read()

    def status(self) -> "subprocess.CompletedProcess[str]":
        """Ask for its status."""
        return run_serve(self._folder, "--listen", f"127.0.0.1:{self.port}", "--status")


def run_serve(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command to its end."""
    return subprocess.run(
        program(folder, "serve", *arguments),
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=60,
    )


@contextmanager
def serve_program(
    folder: Path,
    *arguments: str,
    config: Path | None = None,
    also: Mapping[str, str] | None = None,
    first: str = "",
) -> Iterator[Serving]:
    """Serve the store in a folder on a free port until the end of the context.

    Args:
        folder: Where the store is.
        arguments: More of the command's arguments.
        config: A settings file.
        also: Variables for its environment.
        first: Python that is run in its process before it.
    """
    before = [] if config is None else ["--config", str(config)]
    where = [] if config is not None else ["--listen", "127.0.0.1:0"]
    python, _, _, *words = program(folder, *before, "serve", *where, *arguments)
    main = f"{first}\nimport sys; from kstore_tui.__main__ import main; sys.exit(main({words}))"
    with subprocess.Popen(
        [python, "-c", main],
        env=environment(folder) | dict(also or {}),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Serving(process, folder)
        finally:
            process.kill()
