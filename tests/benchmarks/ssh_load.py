"""A load of people over SSH, from a process of its own.

    python -m tests.benchmarks.ssh_load PORT LOAD COUNT [KEY]

It prints one line of JSON. It looks for words among the bytes instead of drawing them, so that it is quick
enough to wait for any server.
"""

import asyncio
import getpass
import json
import re
import sys
import time
from collections.abc import Callable, Coroutine
from statistics import median
from typing import Any, Self

import asyncssh

ADDRESS, PASSWORD = "ada@example.com", "yellow-umbrella"
_LOGIN_SCREEN, _STORE = "I have a registration code", "in the last 7 days"
_SEQUENCE = re.compile(rb"\x1b(\[[0-9;?<>]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\))")
_PATIENCE = 300
_BETWEEN_KEYS = 0.12
"""Seconds; keys that come in one bunch are drawn together."""


class _Person:
    """Someone at a terminal who knows what to wait for."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> Self:
        self._connection = await asyncssh.connect(
            "127.0.0.1",
            self._port,
            username=getpass.getuser(),
            client_keys=sys.argv[4:] or None,
            agent_path=None,
            known_hosts=None,
            config=None,
            connect_timeout=_PATIENCE,
            login_timeout=_PATIENCE,
        )
        self._process = await self._connection.create_process(
            term_type="xterm-256color", term_size=(80, 24), encoding=None
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self._connection.close()
        await self._connection.wait_closed()

    async def wait_for(self, text: str) -> None:
        read = b""
        async with asyncio.timeout(_PATIENCE):
            while text.encode() not in _SEQUENCE.sub(b"", read):
                more = await self._process.stdout.read(65536)
                if not more:
                    raise EOFError(f"ended before {text!r} came: {read[-500:]!r}")
                read += more

    def type(self, text: str) -> None:
        self._process.stdin.write(text.encode())

    async def log_in(self) -> None:
        await self.wait_for(_LOGIN_SCREEN)
        self.type(f"{ADDRESS}\r{PASSWORD}\r")
        await self.wait_for(_STORE)

    async def press(self, key: str) -> float:
        """Return the seconds until a key is seen on the screen."""
        begun = time.perf_counter()
        self.type(key)
        await self.wait_for(key)
        return time.perf_counter() - begun


async def _connects(port: int, count: int) -> dict[str, float]:
    """Connect one by one: the seconds to the login screen."""
    return {"seconds": median([await _until_login_screen(port) for _ in range(count)])}


async def _connects_at_once(port: int, count: int) -> dict[str, float]:
    """Connect at once: the seconds until all have the login screen."""
    return {"seconds": max(await asyncio.gather(*(_until_login_screen(port) for _ in range(count))))}


async def _until_login_screen(port: int) -> float:
    begun = time.perf_counter()
    async with _Person(port) as person:
        await person.wait_for(_LOGIN_SCREEN)
        return time.perf_counter() - begun


async def _logs_in(port: int) -> None:
    async with _Person(port) as person:
        await person.log_in()


async def _logins(port: int, count: int) -> dict[str, float]:
    """Log in at once: the seconds until all have been in the store and have left."""
    begun = time.perf_counter()
    await asyncio.gather(*(_logs_in(port) for _ in range(count)))
    return {"seconds": time.perf_counter() - begun}


async def _keys(port: int, count: int) -> dict[str, float]:
    """Press keys on the login screen until a line comes: the median and the longest seconds to see one."""
    async with _Person(port) as person:
        await person.wait_for(_LOGIN_SCREEN)
        print("open", flush=True)
        told = asyncio.create_task(asyncio.to_thread(sys.stdin.readline))
        seconds: list[float] = []
        while not told.done():
            seconds.append(await person.press(str(len(seconds) % 10)))
            await asyncio.sleep(_BETWEEN_KEYS)
    return {"median": median(seconds), "longest": max(seconds)}


async def _stays_open(port: int, count: int) -> dict[str, float]:
    """Open sessions, say so, and close them when a line comes."""
    people = [_Person(port) for _ in range(count)]
    for begun in range(0, count, 10):  # ten at a time, as a server's backlog is short
        await asyncio.gather(*(_opened(person) for person in people[begun : begun + 10]))
    print("open", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    return {}


async def _opened(person: _Person) -> None:
    await person.__aenter__()
    await person.wait_for(_LOGIN_SCREEN)


_LOADS: dict[str, Callable[[int, int], Coroutine[Any, Any, dict[str, float]]]] = {
    "connects": _connects,
    "connects_at_once": _connects_at_once,
    "logins": _logins,
    "keys": _keys,
    "stays_open": _stays_open,
}

if __name__ == "__main__":
    print(json.dumps(asyncio.run(_LOADS[sys.argv[2]](int(sys.argv[1]), int(sys.argv[3])))))
