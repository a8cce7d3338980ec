"""Whatever is pressed, typed, clicked and resized, the program goes on: in the demo, and in a store."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kstore_tui.store import Store
from screens.app import KstoreApp
from screens.demo.run import ADA, BOB, PASSWORD, demo
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import ADDRESS, ORIGIN, OTHER_ADDRESS
from tests.monkey import Monkey
from tests.screens.support.person import sending

pytestmark = pytest.mark.slow

EVERYWHERE = {
    "Welcome.",
    "Account Settings",
    "Security rules",
    "Administrators",
    "Activity",
    "Log in to the Kintone Store",
    "Enable two-step verification",
    "AccountMenu",
    "Palette",
    "Help",
}
"""What long plays come by for certain; the steps behind it, now and then."""


def answers(addresses: tuple[str, ...], codes: list[str]) -> dict[str, Sequence[str]]:
    """Return what leads somewhere in each field."""
    passwords, mailed = (PASSWORD,), codes[:2] or ["000000"]
    return {
        "address": (*addresses, addresses[0], "codes@example.net"),
        "addresses": ("new@example.com, newer@example.com", *addresses),
        "search": ("", "a", "2026-11", *addresses),
        **{field: passwords for field in ("password", "confirmation", "present", "current")},
        **{field: mailed for field in ("code", "registration-code", "reset-code")},
    }


async def plays_in_the_demo(seed: int, acts: int, folder: Path) -> Monkey:
    monkey = Monkey(seed)
    while len(monkey.acts) < acts:
        with TemporaryDirectory(dir=folder) as made:
            async with demo(Path(made), "dark", folder) as app:

                def words() -> Mapping[str, Sequence[str]]:
                    mailed = (mail.code for mail in app.inbox.newest(5))
                    return answers((ADA, BOB), [code for code in mailed if code])

                async with sending(app._store):
                    await monkey.plays(app, acts - len(monkey.acts), words)
    return monkey


async def test_monkeys_that_stay_long_come_everywhere_in_the_demo(tmp_path: Path) -> None:
    seen: set[str] = set()
    for seed in range(3, 8):
        seen |= (await plays_in_the_demo(seed, 300, tmp_path)).seen
        if seen >= EVERYWHERE:
            return
    assert seen >= EVERYWHERE


async def test_a_monkey_that_stays_long_breaks_no_store(
    store: Store, mailbox: Mailbox, clock: MovableClock, tmp_path: Path
) -> None:
    monkey = Monkey(4)

    def words() -> Mapping[str, Sequence[str]]:
        clock.advance(seconds=20)
        return answers((ADDRESS, OTHER_ADDRESS), mailbox.codes[::-1])

    while (left := 600 - len(monkey.acts)) > 0:
        async with sending(store):
            await monkey.plays(KstoreApp(store, ORIGIN, "dark", tmp_path), left, words)
    assert monkey.seen >= {"Welcome.", "Account Settings", "Palette", "Help"}
