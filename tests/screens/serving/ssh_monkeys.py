"""Monkeys that play over real SSH: each types a mark of its own, and looks for the marks of others."""

import asyncio
import random
import re
import time
from collections import Counter

from tests.journeys.ssh_client import SshClient, connected

_SIZES = ((80, 24), (60, 16), (120, 40), (40, 12), (10, 3), (200, 50))
_KEYS = (
    *(
        "\r",
        "\t",
        "\x1b[Z",
        "\x1b",
        "\x1b[A",
        "\x1b[B",
        "\x1b[C",
        "\x1b[D",
        "\x1b[5~",
        "\x1b[6~",
        " ",
        "\x7f",
    ),
    *("\x10", "\x12", "\x0c", "\x03", "\x1bOP", "\x1bOQ", "\x1b[21~", "/", "?", "a", "7", "é"),
    *("\x1b[<0;20;10M\x1b[<0;20;10m", "\x1b[<35;3;3M", "\x1b[200~012345\x1b[201~", "\xff", "\x1b]0;x"),
)
_MARK = re.compile(r"mark\d{4}z")
_QUIT = 0
_LOGS_IN_FIRST = 0.7
_HANGS_UP_EVERY = 0.02


class SshMonkey:
    """Connects, does what comes to its mind, hangs up now and then, and connects again.

    Args:
        port: Where the server listens.
        seed: Chooses what it does, and its mark.
        address: An account's.
        password: Its password.
    """

    def __init__(self, port: int, seed: int, address: str, password: str) -> None:
        self._port = port
        self._random = random.Random(seed)  # noqa: S311 - a test, not a secret
        self.mark = f"mark{seed:04}z"
        self._login = f"{address}\r{password}\r"
        self.did: Counter[str] = Counter()

    async def plays(self, until: float) -> None:
        """Play until a time of `time.monotonic()`.

        Raises:
            AssertionError: A session died, or showed what another monkey has typed.
        """
        while time.monotonic() < until:
            columns, lines = self._random.choice(_SIZES)
            async with connected(self._port, columns=columns, lines=lines) as client:
                self.did["connects"] += 1
                await self._play_session(client, until)

    async def _play_session(self, client: SshClient, until: float) -> None:
        if self._random.random() < _LOGS_IN_FIRST:
            self.did["logs in"] += 1
            client.type(self._login)
        while time.monotonic() < until:
            if client.is_over:  # the palette offers to quit
                status = await client.wait_end()
                assert status == _QUIT, f"{self.mark} died of {status}:\n{client.display.text}"
                self.did["quits"] += 1
                return
            foreign = set(_MARK.findall(client.display.text)) - {self.mark}
            assert not foreign, f"{self.mark} sees {foreign}:\n{client.display.text}"
            if self._random.random() < _HANGS_UP_EVERY:
                self.did["hangs up"] += 1
                client.hang_up()
                return
            self._act(client)
            await asyncio.sleep(self._random.random())

    def _act(self, client: SshClient) -> None:
        chance = self._random.random()
        if chance < 0.1:
            client.type(self._login)
        elif chance < 0.25:
            client.type(self.mark)
        elif chance < 0.3:
            client.resize(*self._random.choice(_SIZES))
        else:
            client.type("".join(self._random.choices(_KEYS, k=self._random.choice((1, 1, 2, 5)))))


async def play(monkeys: list[SshMonkey], seconds: float) -> Counter[str]:
    """Let monkeys play at once; return how often they did what."""
    until = time.monotonic() + seconds
    async with asyncio.TaskGroup() as playing:
        for monkey in monkeys:
            playing.create_task(monkey.plays(until))
    return sum((monkey.did for monkey in monkeys), Counter())
