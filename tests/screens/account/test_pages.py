"""Home, Account Settings and the security rules show how things are, and lead where their words say."""

from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial
from typing import Any

import pytest

from kstore_tui.core.rules import RULES, Rules
from kstore_tui.store import Store
from screens.account.home import Home
from screens.account.security_rules import rules_in_words
from screens.account.settings import AccountSettings
from tests.kstore_tui.support.steps import registered
from tests.screens.person import at_terminal
from tests.screens.stage import on_stage
from tests.screens.states.places import account
from tests.screens.states.state import CODES
from tests.screens.use_cases import UseCase
from tests.screens.waiting import until

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


@pytest.mark.parametrize(
    ("of", "recommended", "not_so"),
    [
        ({}, ["Two-step verification is off. Set it up"], ["only administrator"]),
        (
            {"codes": CODES, "administrators": 1},
            ["You are the only administrator. Register another"],
            ["off."],
        ),
        ({"codes": CODES}, [], ["Recommended"]),
    ],
)
async def test_home_recommends_what_is_missing(
    store: Store, of: dict[str, Any], recommended: list[str], not_so: list[str]
) -> None:
    async with on_stage(store, Home(UseCase(account(**of)), {})) as person:
        await person.sees("Administrators", *recommended)
        assert not [words for words in not_so if words in person.text]


@pytest.mark.parametrize(
    ("codes", "offered", "hidden"),
    [
        (None, ["Off · ", "Enable Two-Step Verification"], ["Change Address", "Disable"]),
        (CODES, [f"On · Codes go to {CODES}", "Change Address", "Disable Two-Step Verification"], ["Enable"]),
    ],
)
async def test_account_settings_offer_only_what_can_be_done(
    store: Store, codes: str | None, offered: list[str], hidden: list[str]
) -> None:
    async with on_stage(store, AccountSettings(UseCase(account(codes=codes)), {})) as person:
        await person.sees(*offered)
        assert not [word for word in hidden if word in person.text]


async def test_each_button_leads_one_way_by_key_and_by_mouse(store: Store) -> None:
    gone: list[str] = []
    names = ("change", "disable", "change-password", "close")
    ways: dict[str, Callable[[], object]] = {name: partial(gone.append, name) for name in names}
    async with on_stage(store, AccountSettings(UseCase(account(codes=CODES)), ways)) as person:
        await until(person.pilot, lambda: person.focused)
        for name in names:
            await person.clicks(f"#{name}")
            person.screen.query_one(f"#{name}").focus()
            await person.presses("enter")
        await until(person.pilot, lambda: gone == [name for name in names for _ in range(2)])


async def test_the_appearance_changes_and_the_settings_say_so(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await person.opens_settings()
        for look in ("dark", "light"):
            await person.sees(f"Appearance kintone {look}")
            assert person.app.theme == f"kintone-{look}"
            await person.clicks("#change-appearance")
        await person.sees("Appearance kintone dark")


def test_every_rule_is_shown_with_its_number() -> None:
    for rule in {each.name for each in fields(Rules)} - TOO_FINE:
        changed = replace(RULES, **{rule: getattr(RULES, rule) * 7})
        assert rules_in_words(changed) != rules_in_words(RULES), rule
