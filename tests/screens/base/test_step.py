"""A declared step: where the person begins, and what is asked for again."""

from typing import Any

import pytest

from kstore_tui.core.errors import InvalidPassword, InvalidRegistrationCode, NoCodeEntered, StoreError
from screens.account.reauthentication import reauthentication_step
from screens.administrators.delete import delete_step, withdraw_step
from screens.administrators.register import register_step
from screens.base.new_password import PasswordsDiffer
from screens.base.step import Step
from screens.login.forgotten_password import forgotten_password_step
from screens.login.login import login_step
from screens.login.registration_code import registration_code_step
from screens.two_step.code import CodeStep
from screens.two_step.confirmation import save_step
from tests.screens.support.use_cases import UseCase, takes_long

REGISTRATION = registration_code_step(takes_long)
CODE: Step[Any] = CodeStep(None, takes_long, UseCase())


@pytest.mark.parametrize(
    ("step", "begins_at"),
    [
        (login_step(takes_long), "address"),
        (login_step(takes_long, "ada@example.com"), "password"),
        (forgotten_password_step(takes_long, "ada@example.com"), "address"),
        (save_step(takes_long, "", "", ""), "primary"),
        (delete_step(takes_long, ""), "back"),
        (withdraw_step(takes_long, ""), "back"),
    ],
    ids=lambda value: getattr(value, "heading", value),
)
def test_the_person_begins_where_something_is_missing_and_before_a_loss_on_the_way_back(
    step: Step[Any], begins_at: str
) -> None:
    assert step.begins_at == begins_at


@pytest.mark.parametrize(
    ("step", "error", "again", "cleared"),
    [
        (login_step(takes_long), StoreError(), "password", {"password"}),
        (register_step(takes_long), StoreError(), "addresses", set()),
        (reauthentication_step(takes_long), StoreError(), "password", {"password"}),
        (CODE, NoCodeEntered(), "code", {"code"}),
        (REGISTRATION, InvalidRegistrationCode(), "registration-code", {"registration-code"}),
        (REGISTRATION, InvalidPassword(), "password", {"password", "confirmation"}),
        (REGISTRATION, PasswordsDiffer(), "confirmation", {"confirmation"}),
    ],
    ids=lambda value: getattr(value, "heading", None) or type(value).__name__,
)
def test_after_an_error_secrets_and_codes_it_is_about_are_cleared_and_everything_else_is_kept(
    step: Step[Any], error: StoreError, again: str, cleared: set[str]
) -> None:
    step.values.update(dict.fromkeys(step.values, "typed"))
    assert step.ask_again(error)[0] == again
    assert {name for name, value in step.values.items() if not value} == cleared


async def test_a_step_with_nothing_to_check_says_so() -> None:
    with pytest.raises(StoreError, match="No code has been sent yet"):
        await CODE.submit()
