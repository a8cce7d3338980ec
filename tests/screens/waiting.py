"""Waiting for what happens on the screen."""

import asyncio
from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

_LOOK_AGAIN_SECONDS = 0.02  # a pause of the pilot would give every widget work to do


async def until(pilot: Pilot[Any], so: Callable[[], object]) -> None:
    """Wait until something is so, and for what follows from it to be drawn."""
    async with asyncio.timeout(20):
        while not so():  # noqa: ASYNC110 - what is waited for tells nobody that it has come
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    await pilot.pause()
