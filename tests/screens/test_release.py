"""A held administrator is released from the place that shows who is held."""

from kstore_tui.store import Store
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import ADDRESS, OTHER_ADDRESS, other_registered, two_step_on
from tests.kstore_tui.wrong_tries import kept_of, set_account
from tests.screens.person import at_terminal
from tests.screens.waiting import until


async def test_release_is_offered_for_a_held_fellow_alone_and_asks_nothing(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    await other_registered(store)
    await set_account(store, held_at=store.clock(), wrong_codes_in_a_row=100)
    async with at_terminal(store) as person:
        await person.logs_in(OTHER_ADDRESS)
        await person.clicks("#administrators")
        await person.sees(ADDRESS, "held", "Release")
        await person.presses("down")
        await until(person.pilot, lambda: "Release" not in person.text)
        await person.presses("up")
        await person.sees("Release")
        await person.clicks("#release")
        await person.sees(f"{ADDRESS} was released.")
        await until(person.pilot, lambda: "held" not in person.text)
        assert not person.screen.query_one("#release").display
    assert not (await kept_of(store)).is_held


async def test_ones_own_held_account_is_not_offered_for_release(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    await other_registered(store)
    async with at_terminal(store) as person:
        await person.logs_in(OTHER_ADDRESS)
        await set_account(store, OTHER_ADDRESS, held_at=store.clock())
        await person.clicks("#administrators")
        await person.sees("held")
        await person.presses("down")
        assert not person.screen.query_one("#release").display
