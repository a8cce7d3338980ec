"""Searches find an address by what a person reads of it, in any writing."""

import pytest

from kstore_tui.core.addresses import as_searched, read_address
from kstore_tui.core.events import EventKind
from kstore_tui.store import Store
from tests.kstore_tui.events import noted
from tests.kstore_tui.many import accounts
from tests.kstore_tui.steps import ADDRESS, registered

JAPANESE = "管理者@例え.jp"
GERMAN = "Jürgen.Ähre@bücher.example.com"
SHARP = "ken@straße.example.com"
ADDRESSES = tuple(read_address(address) for address in (JAPANESE, GERMAN, SHARP))
BEGINNINGS = [
    ("管", JAPANESE),
    ("管理者", JAPANESE),
    ("管理者@", JAPANESE),
    ("管理者@例", JAPANESE),
    ("管理者＠例え。ｊｐ", JAPANESE),
    ("管理者@xn--r8jz45g.jp", JAPANESE),
    ("jü", GERMAN),
    ("JÜRGEN.ä", GERMAN),
    ("ju\N{COMBINING DIAERESIS}rgen", GERMAN),
    ("jürgen.ähre@b", GERMAN),
    ("jürgen.ähre@BÜ", GERMAN),
    ("jürgen.ähre@bücher.ex", GERMAN),
    ("jürgen.ähre@xn--bcher-kva.example.com", GERMAN),
    ("KEN@stra", SHARP),
    ("ken@straße.example.com", SHARP),
]
PARTS = [
    ("理", JAPANESE),
    ("例", JAPANESE),
    ("え.jp", JAPANESE),
    ("者@例え", JAPANESE),
    ("xn--r8jz45g", JAPANESE),
    ("ähre", GERMAN),
    ("ÄHRE@bü", GERMAN),
    ("Bücher", GERMAN),
    ("bücher.example.com", GERMAN),
    ("straße.example.com", SHARP),
]
NOTHING = ["者管", "管理者@え", "例え者", "jürgen@bücher", "ä@b", "%ü", "_ürgen"]


@pytest.fixture
async def session(store: Store) -> str:
    """The session of who searches."""
    session = (await registered(store)).session_id
    await accounts(store, *ADDRESSES)
    await noted(store, *((EventKind.DELETED, address) for address in ADDRESSES))
    return session


@pytest.mark.parametrize(("typed", "found"), BEGINNINGS)
async def test_activity_is_found_by_a_beginning(store: Store, session: str, typed: str, found: str) -> None:
    assert [row.who for row in (await store.activity.page(session, typed)).rows] == [read_address(found)]


@pytest.mark.parametrize(("typed", "found"), BEGINNINGS + PARTS)
async def test_administrators_are_found_by_any_part(
    store: Store, session: str, typed: str, found: str
) -> None:
    page = await store.administrators.page(session, typed)
    assert ([row.login_address for row in page.rows], page.found) == ([read_address(found)], 1)


@pytest.mark.parametrize("typed", NOTHING)
async def test_what_is_in_no_address_finds_nothing(store: Store, session: str, typed: str) -> None:
    assert (await store.activity.page(session, typed)).rows == ()
    assert (await store.administrators.page(session, typed)).rows == ()


async def test_ascii_addresses_are_found_as_ever(store: Store, session: str) -> None:
    for typed in (ADDRESS, ADDRESS.upper(), "ami", "example.com"):
        assert ADDRESS in [
            row.login_address for row in (await store.administrators.page(session, typed)).rows
        ]
    assert {row.who for row in (await store.activity.page(session, "AMI@ex")).rows} == {ADDRESS}


@pytest.mark.parametrize("typed", ["", "\ud800", "xn--", "a@xn--\u0378", "@", "@@", "。"])
def test_anything_can_be_searched_for(typed: str) -> None:
    assert as_searched(typed).encode().decode() == as_searched(typed)
