"""On a line that takes little, the newest frame counts, and nothing piles up."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from kstore_tui.store import Store
from screens.serving.server import SshServer
from tests.journeys.ssh_client import SshClient, connected
from tests.screens.serving.served import LOGIN, log_in, serving

_BUFFER = 2_048
_MOST_ON_ITS_WAY = 30_000
"""Bytes in the buffers of both ends, with the frame that was sent last."""


@asynccontextmanager
async def narrow(server: SshServer) -> AsyncIterator[SshClient]:
    """Connect over a line that keeps little."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
    line.setblocking(False)
    await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", server.port))
    async with connected(0, host="", sock=line) as client:
        yield client


async def test_frames_that_a_line_can_not_take_are_replaced_by_the_newest(
    one_account: Store, log_folder: Path
) -> None:
    async with serving(one_account, log_folder) as server, narrow(server) as client:
        await client.wait_for(LOGIN)
        before = server.bytes_sent
        client.stop_reading()
        for width in range(40, 140):
            client.resize(width, 24)
            await asyncio.sleep(0.02)
        assert server.bytes_sent - before < _MOST_ON_ITS_WAY
        client.display.resize(80, 24)
        client.resize(80, 24)
        client.go_on_reading()
        await log_in(client)
        await client.wait_for("Register another")
