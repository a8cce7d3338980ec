"""On a line that takes little, the newest frame counts, and nothing piles up."""

import asyncio
from pathlib import Path

from kstore_tui.store import Store
from tests.screens.serving.served import LOGIN, log_in, on_narrow_line, serving

_MOST_ON_ITS_WAY = 30_000
"""Bytes in the buffers of both ends, with the frame that was sent last."""


async def test_frames_that_a_line_can_not_take_are_replaced_by_the_newest(
    one_account: Store, log_folder: Path
) -> None:
    async with serving(one_account, log_folder) as server, on_narrow_line(server) as client:
        await client.wait_for(LOGIN)
        before = server.bytes_sent
        client.stop_reading()
        for width in range(80, 140):
            client.resize(width, 24)
            await asyncio.sleep(0.02)
        assert server.bytes_sent - before < _MOST_ON_ITS_WAY
        client.resize(80, 24)
        client.go_on_reading()
        await log_in(client)
        await client.wait_for("Register another")
