"""How the SSH server is doing: on a socket of this host, and once a minute in the log."""

import asyncio
import json
import socket
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kstore_tui.core.password_hasher import PasswordHasher
from kstore_tui.core.text import reason_of

if TYPE_CHECKING:  # asking for the status loads neither asyncssh nor Textual
    from screens.serving.server import SshServer

_TICK = 0.05
"""Seconds between two looks at how late the loop is."""
_PATIENCE = 5.0


class NoStatus(Exception):
    """No server tells its status; `str()` is the line for the operator."""


def status_path(store_file: Path, port: int) -> Path:
    """Return the socket on which the server of a store that listens on a port tells its status."""
    return store_file.with_name(f"{store_file.name}.{port}.status")


class Status:
    """Counts what goes on in a server, in one line of JSON.

    Args:
        server: The server.
        hasher: Hashes its store's passwords.
        path: The socket on which the line is read.
        log: Takes a line every so often.
        seconds: How often.
    """

    def __init__(
        self,
        server: "SshServer",
        hasher: PasswordHasher,
        path: Path,
        log: Callable[[str], object],
        seconds: float = 60,
    ) -> None:
        self._server = server
        self._hasher = hasher
        self._path = path
        self._log = log
        self._seconds = seconds
        self._pause = self._earlier_pause = 0.0
        self._listening: asyncio.Server | None = None

    @property
    def line(self) -> str:
        """Counts since the start, and the loop's longest pause of the last one or two minutes."""
        counts = {
            "sessions": len(self._server.sessions),
            "sessions_begun": self._server.sessions_begun,
            "logins": self._server.logins,
            "refused": self._server.refused,
            "bad_headers": self._server.bad_headers,
            "errors": self._server.faults,
            "hash_queue": self._hasher.waiting,
            "bytes_sent": self._server.bytes_sent,
            "longest_pause_ms": round(max(self._pause, self._earlier_pause) * 1000),
        }
        return json.dumps(counts)

    async def start(self) -> None:
        """Watch the loop, and answer on the socket; the log says so if that can't be opened."""
        self._watching = asyncio.create_task(self._watch())
        try:
            self._listening = await asyncio.start_unix_server(self._answer, self._path)
            self._path.chmod(0o600)
        except OSError as error:
            self._log(f"`serve --status` won't work: {self._path} can't be opened: {reason_of(error)}.")

    def stop(self) -> None:
        """Close the socket."""
        self._watching.cancel()
        if self._listening is not None:
            self._listening.close()
            self._path.unlink(missing_ok=True)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            writer.write(f"{self.line}\n".encode())
            writer.close()
            await writer.wait_closed()

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        next_line = loop.time() + self._seconds
        while True:
            due = loop.time() + _TICK
            await asyncio.sleep(_TICK)
            self._pause = max(self._pause, loop.time() - due)
            if loop.time() >= next_line:
                next_line += self._seconds
                self._log(self.line)
                self._earlier_pause, self._pause = self._pause, 0.0


def read_status(path: Path) -> str:
    """Return the line of the server behind a socket.

    Raises:
        NoStatus: None answers.
    """
    try:
        with closing(socket.socket(socket.AF_UNIX)) as client:
            client.settimeout(_PATIENCE)
            client.connect(str(path))
            with client.makefile() as answer:
                return answer.read().strip()
    except (FileNotFoundError, ConnectionRefusedError):
        port = path.stem.rpartition(".")[2]
        raise NoStatus(
            f"No server for this store listens on port {port}. Use the same --config and --listen as the "
            "server, or start one with `kstore-tui serve`."
        ) from None
    except PermissionError:
        raise NoStatus(f"{path} can't be read. Ask as the user that runs the server.") from None
    except OSError as error:
        raise NoStatus(f"{path} can't be read: {reason_of(error)}.") from error
