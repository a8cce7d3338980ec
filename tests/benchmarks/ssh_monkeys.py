"""Monkeys over SSH for a long time: `python -m tests.benchmarks.ssh_monkeys [MINUTES [MONKEYS]]`.

It ends with an error when a session dies or shows what another monkey typed, and when memory, threads or
sessions are left.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from kstore_tui.core.passwords import hash_password
from kstore_tui.settings import read_settings
from kstore_tui.store import build_store
from tests.benchmarks.ssh_load import PASSWORD
from tests.benchmarks.ssh_servers import SshServer, register, serve
from tests.journeys.kstore import environment, program
from tests.screens.serving.ssh_monkeys import SshMonkey, play

_FREED_BY_THEN = 3
"""Seconds after which nothing is left of sessions that are over."""
_MOST_GROWTH = 1.1
"""Of the memory with nobody connected, from the middle to the end: until then caches and the heap fill up."""


def main(minutes: int = 10, monkeys: int = 100) -> None:
    """Let monkeys play, a minute at a time, and look at what is left after each."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        register(folder)
        with serve(folder) as server:
            addresses = _register(folder, monkeys)
            did: Counter[str] = Counter()
            empty = []
            for minute in range(minutes):
                first = minute * monkeys
                seeds = range(first, first + monkeys)
                playing = [
                    SshMonkey(server.port, seed, address, PASSWORD)
                    for seed, address in zip(seeds, addresses, strict=True)
                ]
                did += asyncio.run(play(playing, seconds=60))
                empty.append(_left(folder, server))
            print(dict(did))
            if (growth := empty[-1] / empty[minutes // 2]) > _MOST_GROWTH:
                sys.exit(f"memory grew by {growth:.2f}")


def _register(folder: Path, count: int) -> list[str]:
    """Give each monkey an account of its own: each types wrong passwords, too."""
    store = build_store(read_settings({"database": str(folder / "store.sqlite3")}, {}))
    addresses = [f"monkey{number}@example.com" for number in range(count)]
    kept = hash_password(PASSWORD, 4)
    asyncio.run(store.transactions.run(lambda: [store.registration.create(each, kept) for each in addresses]))
    return addresses


def _left(folder: Path, server: SshServer) -> float:
    """Wait until nobody is connected; print what the server says, and return its memory."""
    listen = ("--listen", f"127.0.0.1:{server.port}", "--status")
    for _ in range(20):
        asked = subprocess.run(
            program(folder, "serve", *listen),
            env=environment(folder),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        status = json.loads(asked.stdout)
        if status["sessions"] == 0:
            time.sleep(_FREED_BY_THEN)
            break
    print(f"{server.megabytes():.0f} MB, {server.threads()} threads, {status}", flush=True)
    if status["sessions"] or status["errors"]:
        logged = [log.read_text() for log in folder.rglob("errors.log")]
        sys.exit("\n".join(("sessions are left, or there were errors:", *logged)))
    return server.megabytes()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
