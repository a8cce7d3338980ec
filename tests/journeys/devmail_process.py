"""The real devmail as a program of its own, read as a developer's script reads it: by its lines."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import IO


class Devmail:
    """A running devmail.

    Args:
        output: Its lines, one a mail.
        url: Where it listens.
    """

    def __init__(self, output: IO[bytes], url: str) -> None:
        self._output = output
        self.url = url

    def next_code(
        self, address: str, subject: str = "[Kintone] Verification Code", seconds: float = 15
    ) -> str:
        """Wait for the next mail with a subject, whatever comes before; return its code.

        It must be to this address.
        """
        while True:
            recipients, received, code = self._next_mail(address, seconds)
            if received == subject:
                assert recipients == address
                assert code, f"no code was found in the mail {subject!r} to {address}"
                return code

    def _next_mail(self, address: str, seconds: float) -> tuple[str, str, str]:
        assert select([self._output], [], [], seconds)[0], f"no mail to {address} within {seconds} s"
        _, recipients, subject, code = self._output.readline().decode().rstrip("\n").split("\t")
        return recipients, subject, code


@contextmanager
def running_devmail(folder: Path) -> Iterator[Devmail]:
    """Run devmail on a free port for as long as it is needed.

    Args:
        folder: Where it keeps its mails.
    """
    command = [sys.executable, "-m", "devmail", "--plain", "--port", "0", "--store", str(folder / "inbox.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0) as process:
        assert process.stdout is not None and process.stderr is not None
        try:
            ready = process.stderr.readline().decode()
            match = re.search(r"smtp://\S+", ready)
            assert match, f"devmail did not start: {ready}"
            yield Devmail(process.stdout, match[0])
        finally:
            process.terminate()
            process.wait(10)


def program(folder: Path, *arguments: str) -> list[str]:
    """Return the command that runs kstore-tui on a store of its own.

    Args:
        folder: Where the store is.
        arguments: More of the command line.
    """
    return [sys.executable, "-m", "kstore_tui", "--database", str(folder / "store.sqlite3"), *arguments]


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which nothing of the person who runs the tests is used or changed.

    Args:
        folder: The home of the program.
    """
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "COLORTERM": "truecolor",
        "KSTORE_BCRYPT_COST": "4",
    }
