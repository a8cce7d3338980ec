"""Whoever waits is served in turn."""

import asyncio

from kstore_tui.core.turns import Turns


class _Line:
    """Clients that wait while somebody else has the only turn."""

    def __init__(self) -> None:
        self.turns = Turns(1)
        self.served: list[str] = []
        self.may_go_on = asyncio.Event()

    async def work(self, client: str, name: str) -> None:
        async with self.turns.turn(client):
            self.served.append(name)
            await self.may_go_on.wait()

    async def wait(self, *clients_and_names: tuple[str, str]) -> list[asyncio.Task[None]]:
        first = asyncio.create_task(self.work("first", "first"))
        await asyncio.sleep(0)
        tasks = [asyncio.create_task(self.work(*each)) for each in clients_and_names]
        await asyncio.sleep(0)
        return [first, *tasks]


async def test_a_client_that_asks_often_does_not_make_the_others_wait() -> None:
    line = _Line()
    tasks = await line.wait(("busy", "busy 1"), ("busy", "busy 2"), ("busy", "busy 3"), ("other", "other"))
    assert line.turns.waiting == 4
    line.may_go_on.set()
    await asyncio.gather(*tasks)
    assert line.served == ["first", "busy 1", "other", "busy 2", "busy 3"]
    assert line.turns.waiting == 0


async def test_one_who_gives_up_leaves_the_line() -> None:
    line = _Line()
    tasks = await line.wait(("gone", "gone"), ("other", "other"))
    tasks[1].cancel()
    await asyncio.sleep(0)
    assert line.turns.waiting == 1
    line.may_go_on.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert line.served == ["first", "other"]


async def test_one_who_gives_up_just_as_the_turn_comes_passes_it_on() -> None:
    line = _Line()
    first, gone, other = await line.wait(("gone", "gone"), ("other", "other"))
    line.may_go_on.set()
    await asyncio.sleep(0)
    assert line.turns.waiting == 1
    gone.cancel()
    async with asyncio.timeout(20):
        await asyncio.gather(first, gone, other, return_exceptions=True)
    assert line.served == ["first", "other"]
