"""Stopping ends what is open, soon, and leaves nothing behind."""

import asyncio
import gc
from contextlib import suppress

import pytest

from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"EHLO a\r\n",
        b"EHLO a\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nhalf a ma",
        b"QUIT\r\n",
    ],
    ids=["silent", "idle", "in the middle of a mail", "leaving"],
)
async def test_stopping_ends_what_is_open_and_leaves_nothing(said: bytes, inbox: Inbox) -> None:
    before = asyncio.all_tasks()
    sink = Sink(inbox)
    await sink.start()
    clients = [await asyncio.open_connection(*sink.address) for _ in range(3)]
    for reader, writer in clients:
        assert (await reader.readline()).startswith(b"220 localhost ")
        writer.write(said)
    await sink.stop()
    assert asyncio.all_tasks() <= before
    for reader, writer in clients:
        with suppress(ConnectionResetError):
            await asyncio.wait_for(reader.read(), 5)
        writer.close()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(*sink.address)
    assert inbox.count() == 0


async def test_stopping_does_not_wait_for_what_does_not_end(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    begun, released = asyncio.Event(), asyncio.Event()

    async def keep(*_: object) -> str:
        begun.set()
        while not released.is_set():
            with suppress(asyncio.CancelledError):
                await released.wait()
        return "250 OK"

    monkeypatch.setattr("devmail.smtp.talk._PATIENCE", 0.05)
    monkeypatch.setattr("devmail.smtp.connection.Connection._keep", keep)
    before = asyncio.all_tasks()
    sink = Sink(inbox)
    await sink.start()
    reader, writer = await asyncio.open_connection(*sink.address)
    writer.write(b"HELO a\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n\r\nhi\r\n.\r\n")
    await asyncio.wait_for(begun.wait(), 5)
    await asyncio.wait_for(sink.stop(), 5)
    with suppress(ConnectionResetError):
        await asyncio.wait_for(reader.read(), 5)  # its client is let go of already
    released.set()
    writer.close()
    if left := asyncio.all_tasks() - before:
        await asyncio.wait(left, timeout=5)
        left.clear()
    assert asyncio.all_tasks() <= before
    gc.collect()  # a task that failed unheard is reported when it is thrown away
    assert [line for line in caplog.records if line.levelname == "ERROR"] == []


async def test_stopping_right_after_a_connection_came_leaves_nothing(inbox: Inbox) -> None:
    before = asyncio.all_tasks()
    sink = Sink(inbox)
    await sink.start()
    _, writer = await asyncio.open_connection(*sink.address)
    await sink.stop()
    writer.close()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() <= before


async def test_stopping_twice_or_before_the_start_is_nothing(inbox: Inbox) -> None:
    sink = Sink(inbox)
    await sink.stop()
    await sink.start()
    await sink.stop()
    await sink.stop()
