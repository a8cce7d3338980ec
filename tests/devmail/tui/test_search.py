"""Search as one types: over what is there, and what comes."""

from textual.pilot import Pilot

from devmail.model import Mail
from devmail.store.inbox import Inbox
from devmail.tui.live_view import SearchField
from devmail.tui.viewer import Viewer
from tests.devmail.mails import code_mail, deliver, mail
from tests.devmail.tui.seen import rows, seen, server, until


def _listed(pilot: Pilot[int]) -> list[str]:
    """Return the subject of each row of the list."""
    return [row.split("  ")[-1].strip() for row in rows(pilot)[1:4] if row.strip()]


def _three(inbox: Inbox) -> None:
    for subject in ("Invoice of May", "Hello", "Invoice of June"):
        deliver(inbox, mail("See you.", subject))


async def test_what_is_typed_is_looked_for_as_it_is_typed(inbox: Inbox) -> None:
    _three(inbox)
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press(*"/invo")
        await seen(pilot, "2 of 3")
        assert _listed(pilot) == ["Invoice of June", "Invoice of May"]
        await pilot.press(*"ice may")
        await seen(pilot, "1 of 3")
        assert _listed(pilot) == ["Invoice of May"]


async def test_escape_ends_it_and_the_chosen_mail_stays_chosen(inbox: Inbox) -> None:
    _three(inbox)
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press(*"/may", "enter")
        await seen(pilot, "1 of 3")
        await pilot.press("down", "escape")
        await seen(pilot, "3 emails")
        assert len(_listed(pilot)) == 3
        await seen(pilot, " Invoice of May")


async def test_enter_keeps_what_was_found_and_goes_to_the_list(inbox: Inbox) -> None:
    _three(inbox)
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press(*"/invoice", "enter", "down")
        await seen(pilot, "not following")
        assert "2 of 3" in rows(pilot)[0]
        assert _listed(pilot) == ["Invoice of June", "Invoice of May"]


async def test_a_search_without_results_names_the_search(inbox: Inbox) -> None:
    _three(inbox)
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press(*"/[b]x")
        await seen(pilot, " No email matches [b]x.")
        assert "0 of 3" in rows(pilot)[0]
        await pilot.press("enter", "c", "d", "x", "m", "down")
        assert inbox.count() == 3


async def test_new_emails_that_match_the_search_are_listed(inbox: Inbox) -> None:
    _three(inbox)
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press(*"/invoice")
        await seen(pilot, "2 of 3")
        deliver(inbox, code_mail("012345"))
        deliver(inbox, mail("x", "Invoice of July"))
        await seen(pilot, "3 of 5")
        assert _listed(pilot)[0] == "Invoice of July"


class SlowlyReadInbox(Inbox):
    """Reads few mails at a time for a search, and notes a search that had to read all others in one go."""

    searched_unread = False

    def prepare_search(self, seconds: float = 0.02) -> bool:
        return super().prepare_search(0.0001)

    def page(self, search: str = "", before: int | None = None, limit: int = 100) -> list[Mail]:
        self.searched_unread |= bool(search) and super().prepare_search(0)
        return super().page(search, before, limit)


async def test_an_inbox_that_was_never_searched_is_read_bit_by_bit() -> None:
    inbox = SlowlyReadInbox(None)
    for number in range(300):
        deliver(inbox, mail("x", f"Number {number}."))
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        pilot.app.query_one(SearchField).value = "number 7."
        await until(pilot, lambda: "30 of 300" in rows(pilot)[0])
    assert not inbox.searched_unread
    inbox.close()


async def test_what_is_typed_right_behind_the_slash_is_searched_for_and_triggers_no_key(inbox: Inbox) -> None:
    _three(inbox)
    viewer = Viewer(inbox, server(inbox))
    async with viewer.run_test() as pilot:
        for key in ("down", "slash", "d"):  # before it, a key of the list; behind it, the one that deletes
            pilot.app.simulate_key(key)
        await until(pilot, lambda: viewer.list.search == "d")
        await viewer.workers.wait_for_complete()
        assert inbox.count() == 3
