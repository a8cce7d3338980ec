"""Home, Account Settings and the security rules show how things are, and lead where their words say."""

from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial

import pytest

from kstore_tui.core.rules import RULES, Rules
from kstore_tui.store import Store
from screens.account.home import Home
from screens.account.security_rules import rules_in_words
from screens.account.settings import AccountSettings
from tests.kstore_tui.support.steps import registered
from tests.screens.states.pages import account
from tests.screens.states.state import CODES
from tests.screens.support.person import at_terminal
from tests.screens.support.stage import on_stage
from tests.screens.support.use_cases import UseCase

TOO_FINE = {
    "password_warning_pause",
    "wrong_password_wait",
    "wrong_passwords_kept",
    "wrong_password_pause",
    "origin_known",
    "mail_tried",
}
"""What the rules on screen leave out: how exactly a wait comes about, and how long a mail is tried."""


@pytest.mark.parametrize(
    ("events", "words"), [(1, "1 event in the last 7"), (None, "more than 999 events in the last 7 days")]
)
async def test_home_shows_how_much_happened(store: Store, events: int | None, words: str) -> None:
    async with on_stage(store, Home(UseCase(account(events=events)), {})) as person:
        await person.sees(f"Activity {words}")


async def test_a_narrow_window_has_room_for_what_is_recommended(store: Store) -> None:
    async with on_stage(store, Home(UseCase(account(administrators=1)), {}), (40, 20)) as person:
        await person.sees("! You are the only administrator. Register another")


async def test_each_button_leads_one_way_by_key_and_by_mouse(store: Store) -> None:
    gone: list[str] = []
    names = ("change", "disable", "change-password", "close")
    ways: dict[str, Callable[[], object]] = {name: partial(gone.append, name) for name in names}
    async with on_stage(store, AccountSettings(UseCase(account(codes=CODES)), ways)) as person:
        await person.waits_for(lambda: person.focused)
        for name in names:
            await person.clicks(f"#{name}")
            person.screen.query_one(f"#{name}").focus()
            await person.presses("enter")
        await person.waits_for(lambda: gone == [name for name in names for _ in range(2)])


async def test_the_appearance_changes_and_the_settings_say_so(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await person.opens_settings()
        for look in ("Dark", "Light"):
            await person.sees(f"Appearance {look}")
            assert person.app.theme == f"kintone-{look.lower()}"
            await person.clicks("#change-appearance")
        await person.sees("Appearance Dark")


def test_every_rule_is_shown_with_its_number() -> None:
    for rule in {each.name for each in fields(Rules)} - TOO_FINE:
        changed = replace(RULES, **{rule: getattr(RULES, rule) * 7})
        assert rules_in_words(changed) != rules_in_words(RULES), rule
