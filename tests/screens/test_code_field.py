"""The code's field takes what people type and paste, and nothing submits itself."""

import pytest
from textual.widgets import Static

from kstore_tui.core.errors import CodeNotSent, NoCodeEntered, WrongCode
from kstore_tui.core.results import CodeSent
from kstore_tui.store import Store
from screens.two_step.code import CodeStep
from screens.widgets.code_field import CodeField
from tests.screens.stage import on_stage
from tests.screens.states.state import NOW
from tests.screens.use_cases import UseCase

MAIL = """Subject: [Kintone] Verification Code

012345

This is the verification code for a•••@example.com, asked for on 2026-11-24 at 09:14:00 UTC.
"""
SENT = CodeSent("", "c•••@example.net", NOW, NOW, 3)


def step(verify: UseCase, send: UseCase | None = None) -> CodeStep[None]:
    return CodeStep(SENT, send or UseCase(SENT), verify)


@pytest.mark.parametrize(
    ("pasted", "field"),
    [
        (MAIL, "012345"),
        ("０１２ ３４５", "012345"),
        ("012-345\n", "012345"),
        ("no code in here", "no code in here"),
        ("012345 or 543210\n", "012345 or 543210"),
    ],
)
async def test_a_paste_fills_in_the_code_and_submits_nothing(store: Store, pasted: str, field: str) -> None:
    verify = UseCase()
    page = step(verify)
    async with on_stage(store, page) as person:
        await person.pastes(pasted)
        assert page.query_one(CodeField).value == field
        assert verify.calls == []


async def test_a_pasted_code_takes_the_place_of_what_was_typed(store: Store) -> None:
    verify = UseCase()
    async with on_stage(store, step(verify)) as person:
        await person.presses("9", "9")
        await person.pastes(MAIL)
        await person.presses("enter")
        assert verify.calls == [("012345",)]


async def test_six_digits_typed_submit_nothing_until_enter(store: Store) -> None:
    verify = UseCase()
    async with on_stage(store, step(verify)) as person:
        await person.presses(*"012345")
        assert verify.calls == []
        await person.presses("enter")
        assert verify.calls == [("012345",)]


@pytest.mark.parametrize(
    "refusal", [WrongCode(4), NoCodeEntered()], ids=lambda refusal: type(refusal).__name__
)
async def test_a_refusal_clears_the_field_and_focuses_it(
    store: Store, refusal: WrongCode | NoCodeEntered
) -> None:
    page = step(UseCase(refusal))
    async with on_stage(store, page) as person:
        await person.pastes("01234x")
        await person.presses("tab", "enter")
        await person.sees(f"✗ {refusal}")
        assert page.query_one(CodeField).value == ""
        assert person.focused == "code"


async def test_a_code_sent_again_is_told_and_the_field_is_ready_for_it(store: Store) -> None:
    send = UseCase(SENT)
    page = step(UseCase(), send)
    async with on_stage(store, page) as person:
        await person.pastes("012")
        await person.presses("ctrl+r")
        await person.sees("A new code has been sent. The one before is worth nothing now.")
        assert len(send.calls) == 1
        assert page.query_one(CodeField).value == ""
        await person.clicks("#send-again")
        assert len(send.calls) == 2
        assert person.focused == "code"


async def test_a_first_code_that_was_not_sent_can_be_sent_again_and_nothing_is_checked_before(
    store: Store,
) -> None:
    verify = UseCase()
    page = CodeStep(None, UseCase(CodeNotSent("no line.")), verify, sent_to="codes@example.net")
    async with on_stage(store, page) as person:
        await person.sees("The code goes to codes@example.net.", "could not be sent: no line.")
        await person.enters("012345")
        await person.sees("No code has been sent yet.")
        assert verify.calls == []
        page._send = UseCase(SENT)
        await person.presses("ctrl+r")
        await person.sees("has been sent to c•••@example.net.", "until 09:14 UTC")
        assert str(page.query_one("MessageLine", Static).visual) == ""
