"""The line that says how the server is doing."""

import asyncio
import json
import time
from pathlib import Path

import pytest

from kstore_tui.store import Store
from screens.serving.status import NoStatus, Status, read_status, status_path
from tests.journeys.ssh_client import connected
from tests.screens.serving.served import log_in, serving


async def test_it_counts_sessions_logins_errors_and_bytes(one_account: Store, tmp_path: Path) -> None:
    async with serving(one_account, tmp_path) as server:
        status = Status(server, one_account.hasher, tmp_path / "status", print)
        async with connected(server.port) as client:
            await log_in(client)
            counts = json.loads(status.line)
            assert counts["bytes_sent"] >= client.bytes_received > 0
            del counts["bytes_sent"], counts["longest_pause_ms"]
            nothing = dict.fromkeys(("refused", "bad_headers", "errors", "hash_queue"), 0)
            assert counts == {"sessions": 1, "sessions_begun": 1, "logins": 1} | nothing


async def test_whoever_asks_gets_the_line_and_the_log_gets_it_every_so_often(
    store: Store, tmp_path: Path
) -> None:
    logged: asyncio.Queue[str] = asyncio.Queue()
    path = status_path(tmp_path / "store.sqlite3", 2222)
    async with serving(store, tmp_path) as server:
        status = Status(server, store.hasher, path, logged.put_nowait, seconds=0.01)
        await status.start()
        assert json.loads(await asyncio.to_thread(read_status, path))["sessions"] == 0
        for _ in range(2):
            assert json.loads(await logged.get())["sessions"] == 0
        status.stop()
    with pytest.raises(NoStatus, match="No server for this store listens on port 2222"):
        read_status(path)


async def test_a_socket_that_cannot_be_opened_costs_the_answers_and_not_the_lines_of_the_log(
    store: Store, tmp_path: Path
) -> None:
    logged: asyncio.Queue[str] = asyncio.Queue()
    path = tmp_path / ("long" * 30) / "status"
    path.parent.mkdir()
    async with serving(store, tmp_path) as server:
        status = Status(server, store.hasher, path, logged.put_nowait, seconds=0.01)
        await status.start()
        line = f"`serve --status` won't work: {path} can't be opened: AF_UNIX path too long."
        assert await logged.get() == line
        assert json.loads(await logged.get())["sessions"] == 0
        status.stop()
    with pytest.raises(NoStatus, match=r"can't be read: AF_UNIX path too long\.$"):
        read_status(path)


async def test_a_loop_that_stood_still_is_seen_in_the_next_line(store: Store, tmp_path: Path) -> None:
    logged: asyncio.Queue[str] = asyncio.Queue()
    async with serving(store, tmp_path) as server:
        status = Status(server, store.hasher, tmp_path / "status", logged.put_nowait, seconds=0.01)
        await status.start()
        await logged.get()
        time.sleep(0.3)  # noqa: ASYNC251 - as a fault of the program would
        assert json.loads(await logged.get())["longest_pause_ms"] >= 200
        status.stop()
