"""Whatever many people do at once, each has a session of their own, and nothing is left of it."""

import asyncio
import threading
from pathlib import Path

import pytest

from kstore_tui.store import Store
from screens.serving.limits import Limits
from tests.kstore_tui.support.steps import ADDRESS, PASSWORD
from tests.screens.serving.served import serving
from tests.screens.serving.ssh_monkeys import SshMonkey, play

pytestmark = pytest.mark.slow


async def test_monkeys_end_no_session_and_see_nothing_of_each_other(
    one_account: Store, tmp_path: Path
) -> None:
    tasks, threads = len(asyncio.all_tasks()), set(threading.enumerate())
    limits = Limits(sessions_per_address=200, connections_per_minute=10_000)
    async with serving(one_account, tmp_path, limits) as server:
        monkeys = [SshMonkey(server.port, seed, ADDRESS, PASSWORD) for seed in range(20)]
        did = await play(monkeys, seconds=30)
        assert did["hangs up"] and did["logs in"]
        assert server.faults == 0
    async with asyncio.timeout(20):
        while len(asyncio.all_tasks()) > tasks:  # noqa: ASYNC110 - nothing tells of another's last task
            await asyncio.sleep(0.1)
    left = [each.name for each in set(threading.enumerate()) - threads]
    assert [name for name in left if not name.startswith(("transactions", "hashing", "asyncio"))] == []
