"""The SSH server in the test's own loop, on a port that is free."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import asyncssh

from kstore_tui.store import Store
from screens.serving.limits import Limits
from screens.serving.server import ServeOptions, SshServer
from tests.journeys.ssh_client import SshClient, connected
from tests.kstore_tui.support.steps import ADDRESS, PASSWORD

LOGIN = "Log in to the Kintone Store"
UNLIMITED = Limits(sessions_per_address=200, connections_per_minute=10_000)


@cache
def host_key() -> asyncssh.SSHKey:
    """A key for all tests of a process."""
    return asyncssh.generate_private_key("ssh-ed25519")


@asynccontextmanager
async def serving(
    store: Store, log_folder: Path, limits: Limits = UNLIMITED, **options: Any
) -> AsyncIterator[SshServer]:
    """Serve a store, and stop; `options` are more of those of the server."""
    server = SshServer(store, ServeOptions(host_key(), port=0, limits=limits, **options), "dark", log_folder)
    loop, uncaught = asyncio.get_running_loop(), list[dict[str, Any]]()
    loop.set_exception_handler(lambda _, context: uncaught.append(context))
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
    assert not server.sessions
    assert not uncaught


@asynccontextmanager
async def without_session(port: int, **options: Any) -> AsyncIterator[asyncssh.SSHClientConnection]:
    """Connect, and ask for nothing yet."""
    keys = {"client_keys": None, "agent_path": None} | options
    async with asyncssh.connect(
        "127.0.0.1", port, username="x", known_hosts=None, config=None, **keys
    ) as connection:
        yield connection


async def log_in(client: SshClient) -> None:
    """Log in where no code is asked for."""
    await client.wait_for(LOGIN)
    client.type(f"{ADDRESS}\r{PASSWORD}\r")
    await client.wait_for("Welcome.")


@asynccontextmanager
async def on_narrow_line(server: SshServer) -> AsyncIterator[SshClient]:
    """Connect over a line that keeps little of what the client doesn't take."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
    line.setblocking(False)
    await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", server.port))
    async with connected(0, host="", sock=line) as client:
        yield client


async def until(so: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not so():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.01)
