"""A disk that is full stops a step only as long as it is."""

from kstore_tui.store import Store
from screens.app import KstoreApp
from tests.kstore_tui.full_disk import BIG, full_disk
from tests.kstore_tui.steps import ADDRESS, PASSWORD, registered
from tests.screens.person import LOGIN, NO_LOG, Person


async def test_a_login_on_a_full_disk_says_so_and_goes_on_once_there_is_space(store: Store) -> None:
    await registered(store)
    app = KstoreApp(store, BIG, "dark", NO_LOG)
    async with app.run_test() as pilot:
        person = Person(app, pilot)
        await person.sees("Log in to the Kintone Store")
        with full_disk():
            await person.enters(ADDRESS, PASSWORD)
            await person.sees("✗ The disk is full. Nothing was changed. Free some space and try again.")
            assert person.stack == [LOGIN]
            assert person.focused == "password"
        await person.enters(PASSWORD)
        await person.sees("Welcome.")
