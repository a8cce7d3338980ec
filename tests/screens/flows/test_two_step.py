"""Enabling, changing and disabling two-step verification, with the real store and real mails."""

from collections.abc import Awaitable, Callable
from contextlib import ExitStack

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import (
    ChallengeEnded,
    ProofExpired,
    ReauthenticationRequired,
    SessionEnded,
    SettingsChanged,
    WrongPassword,
)
from kstore_tui.core.results import LoggedIn
from kstore_tui.store import Store
from screens.flows import administrators, two_step
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import (
    NEW_ADDRESS,
    PASSWORD,
    VERIFICATION_ADDRESS,
    another_code,
    enabled,
    new_address_proved,
    other_registered,
    present_address_proved,
    registered,
    session_of,
    two_step_on,
)
from tests.screens.support.script import (
    NOT_SENT,
    Reply,
    Script,
    enters,
    goes_back,
    mail_server_down,
    meanwhile,
    presses,
    while_,
)

Flow = Callable[[Script, Store, LoggedIn], Awaitable[str | None]]

AGAIN = "Enter your password again"
ENABLE = [f"{two_step.ENABLE}, Step {n} of 4" for n in (1, 2, 3, 4)]
CHANGE = [f"{two_step.CHANGE}, Step {n} of 4" for n in (1, 2, 3, 4)]
DISABLE = [f"{two_step.DISABLE}, Step {n} of 2" for n in (1, 2)]


async def address_of(store: Store, session: LoggedIn) -> str | None:
    """Return where the account's codes go."""
    return (await store.sessions.account(session.session_id)).verification_address


async def walks(
    flow: Flow, store: Store, session: LoggedIn, *replies: Reply, ends: str | None = None
) -> Script:
    """Play the replies from the start of a flow to its end."""
    script = Script(*replies)
    assert await flow(script, store, session) == ends
    assert script.replies == []
    return script


def enables(mailbox: Mailbox) -> list[Reply]:
    return [enters(), enters(VERIFICATION_ADDRESS), enters(lambda: mailbox.newest_code), enters()]


def changes(mailbox: Mailbox) -> list[Reply]:
    code = enters(lambda: mailbox.newest_code)
    return [code, enters(NEW_ADDRESS), code, enters()]


def disables(mailbox: Mailbox) -> list[Reply]:
    return [enters(lambda: mailbox.newest_code), enters()]


async def changed(store: Store, mailbox: Mailbox, session: LoggedIn) -> None:
    """Change the address from the same session."""
    old = await present_address_proved(store, mailbox, session.session_id, Purpose.CHANGE_OLD)
    new = await new_address_proved(store, mailbox, session.session_id, "third@example.org", old)
    await store.two_step.save(session.session_id, new, old)


async def disabled(store: Store, mailbox: Mailbox, session: LoggedIn) -> None:
    """Disable it from the same session."""
    proof = await present_address_proved(store, mailbox, session.session_id, Purpose.DISABLE)
    await store.two_step.disable(session.session_id, proof)


async def test_two_step_verification_is_on_after_save_and_not_before(store: Store, mailbox: Mailbox) -> None:
    session = await registered(store)
    before: list[str | None] = []

    async def look() -> None:
        before.append(await address_of(store, session))

    *steps, save = enables(mailbox)
    script = await walks(
        two_step.enable, store, session, *steps, meanwhile(look), save, ends=two_step.ENABLED
    )
    assert script.asked == ENABLE
    assert before == [None]
    assert await address_of(store, session) == VERIFICATION_ADDRESS
    assert mailbox.code_receivers == [VERIFICATION_ADDRESS]


async def test_another_administrator_can_be_registered_before_it_starts(
    store: Store, mailbox: Mailbox
) -> None:
    session = await registered(store)
    script = await walks(
        two_step.enable,
        store,
        session,
        presses("Register another"),
        enters("new@example.com"),
        presses("Register another"),
        meanwhile(lambda: other_registered(store)),
        goes_back,
        goes_back,
    )
    assert script.told == [administrators.INVITED.format("new@example.com")]
    assert [step.paragraphs[0] for step in script.steps[::2]] == [
        "There is 1 administrator account now.",
        "There is 1 administrator account now.",  # an invited administrator has no account yet
        "There are 2 administrator accounts now.",
    ]


async def test_it_says_so_when_it_is_already_on(store: Store, mailbox: Mailbox) -> None:
    session = await two_step_on(store, mailbox)
    await walks(two_step.enable, store, session, ends=two_step.ALREADY_ON)


async def test_a_change_takes_a_code_from_each_address_and_a_disable_one(
    store: Store, mailbox: Mailbox
) -> None:
    session = await two_step_on(store, mailbox)
    script = await walks(two_step.change, store, session, *changes(mailbox), ends=two_step.CHANGED)
    assert script.asked == CHANGE
    assert await address_of(store, session) == NEW_ADDRESS
    script = await walks(two_step.disable, store, session, *disables(mailbox), ends=two_step.DISABLED)
    assert script.asked == DISABLE
    assert await address_of(store, session) is None
    assert mailbox.code_receivers[-3:] == [VERIFICATION_ADDRESS, NEW_ADDRESS, NEW_ADDRESS]


async def test_five_wrong_codes_lead_back_to_the_address(store: Store, mailbox: Mailbox) -> None:
    session = await registered(store)
    wrong = enters(lambda: another_code(mailbox.newest_code))
    script = await walks(
        two_step.enable,
        store,
        session,
        enters(),
        enters(VERIFICATION_ADDRESS),
        *[wrong] * 5,
        enters(),
        enters(lambda: mailbox.newest_code),
        enters(),
        ends=two_step.ENABLED,
    )
    assert script.asked == [*ENABLE[:3], *ENABLE[1:]]
    assert script.told[-1] == f"✗ {ChallengeEnded()}"


@pytest.mark.parametrize("flow", [two_step.change, two_step.disable])
async def test_five_wrong_codes_from_the_current_address_end_the_flow(
    store: Store, mailbox: Mailbox, flow: Flow
) -> None:
    session = await two_step_on(store, mailbox)
    wrong = enters(lambda: another_code(mailbox.newest_code))
    script = await walks(flow, store, session, *[wrong] * 5)
    assert str(script.notice) == str(ChallengeEnded())


async def test_going_back_step_by_step_keeps_the_address_and_changes_nothing(
    store: Store, mailbox: Mailbox
) -> None:
    session = await registered(store)
    script = await walks(
        two_step.enable, store, session, *enables(mailbox)[:3], goes_back, goes_back, goes_back
    )
    assert script.asked == [*ENABLE, ENABLE[1], ENABLE[0]]
    assert script.steps[-2].values["address"] == VERIFICATION_ADDRESS
    assert await address_of(store, session) is None


async def test_a_mail_server_that_is_down_stops_a_change_only_as_long_as_it_is_down(
    store: Store, mailbox: Mailbox
) -> None:
    session = await two_step_on(store, mailbox)
    code = enters(lambda: mailbox.newest_code)
    script = await walks(
        two_step.change,
        store,
        session,
        code,
        while_(lambda: mail_server_down(store), enters(NEW_ADDRESS)),
        enters(),
        code,
        enters(),
        ends=two_step.CHANGED,
    )
    assert script.asked == CHANGE
    assert script.told[1].startswith(NOT_SENT)


async def test_a_first_code_that_was_not_sent_can_be_sent_again_and_nothing_is_checked_before(
    store: Store, mailbox: Mailbox
) -> None:
    session = await two_step_on(store, mailbox)
    with ExitStack() as down:
        down.enter_context(mail_server_down(store))
        script = await walks(
            two_step.disable,
            store,
            session,
            enters("012345"),
            meanwhile(down.close),
            presses("Send again"),
            *disables(mailbox),
            ends=two_step.DISABLED,
        )
    not_sent, nothing_to_check, sent = script.told
    assert not_sent.startswith(NOT_SENT)
    assert "No code has been sent yet" in nothing_to_check
    assert sent == ""


@pytest.mark.parametrize("flow", [two_step.enable, two_step.change, two_step.disable])
async def test_a_password_given_over_five_minutes_ago_is_asked_for_again_at_the_start(
    store: Store, mailbox: Mailbox, clock: MovableClock, flow: Flow
) -> None:
    session = await (registered(store) if flow is two_step.enable else two_step_on(store, mailbox))
    clock.advance(minutes=5, seconds=1)
    script = await walks(flow, store, session, enters("wrong"), goes_back)
    assert script.asked == [AGAIN]
    assert script.told == [f"✗ {WrongPassword()}"]
    script = await walks(flow, store, session, enters(PASSWORD), goes_back)
    assert script.asked[0] == AGAIN
    clock.advance(minutes=5)
    script = await walks(flow, store, session, goes_back)
    assert script.asked[0].endswith(("Step 1 of 4", "Step 1 of 2"))


@pytest.mark.parametrize("step", [1, 3])
async def test_in_the_middle_the_password_is_asked_for_until_it_comes_and_what_was_entered_is_kept(
    store: Store, mailbox: Mailbox, clock: MovableClock, step: int
) -> None:
    session = await registered(store)
    replies = enables(mailbox)
    late = meanwhile(lambda: clock.advance(minutes=6))
    replies[step : step + 1] = [late, replies[step], goes_back, enters(), enters("wrong"), enters(PASSWORD)]
    script = await walks(two_step.enable, store, session, *replies, ends=two_step.ENABLED)
    assert script.asked == [*ENABLE[: step + 1], AGAIN, ENABLE[step], AGAIN, *ENABLE[step:]]
    assert script.told == [f"✗ {ReauthenticationRequired()}", f"✗ {WrongPassword()}"]
    assert mailbox.code_receivers == [VERIFICATION_ADDRESS]
    assert await address_of(store, session) == VERIFICATION_ADDRESS


async def test_a_code_sent_before_it_was_on_elsewhere_no_longer_works(store: Store, mailbox: Mailbox) -> None:
    session = await registered(store)
    on = meanwhile(lambda: enabled(store, mailbox, session.session_id, NEW_ADDRESS))
    script = Script(*enables(mailbox)[:2], on, enters(lambda: mailbox.codes[0]), enters())
    with pytest.raises(SettingsChanged):
        await two_step.enable(script, store, session)
    assert script.asked == [*ENABLE[:3], ENABLE[1]]
    assert len(script.told) == 1


@pytest.mark.parametrize(
    ("flow", "happens"),
    [(two_step.change, changed), (two_step.change, disabled), (two_step.disable, changed)],
)
async def test_changing_and_disabling_end_when_another_session_changes_it(
    store: Store, mailbox: Mailbox, flow: Flow, happens: Callable[[Store, Mailbox, LoggedIn], Awaitable[None]]
) -> None:
    session = await two_step_on(store, mailbox)
    *steps, last_word = changes(mailbox) if flow is two_step.change else disables(mailbox)
    kept: list[str | None] = []

    async def meanwhile_elsewhere() -> None:
        await happens(store, mailbox, session)
        kept.append(await address_of(store, session))

    with pytest.raises(SettingsChanged):
        await walks(flow, store, session, *steps, meanwhile(meanwhile_elsewhere), last_word)
    assert [await address_of(store, session)] == kept


@pytest.mark.parametrize("step", [1, 3])
async def test_a_change_asks_for_the_present_addresss_code_again_once_that_is_too_old(
    store: Store, mailbox: Mailbox, clock: MovableClock, step: int
) -> None:
    session = await two_step_on(store, mailbox)
    replies = changes(mailbox)
    before = len(mailbox.code_receivers)
    late = meanwhile(lambda: clock.advance(minutes=10))
    replies[step:] = [late, replies[step], enters(PASSWORD), *replies]
    script = await walks(two_step.change, store, session, *replies, ends=two_step.CHANGED)
    assert script.asked == [*CHANGE[: step + 1], AGAIN, CHANGE[step], *CHANGE]
    assert f"✗ {ProofExpired()}" in script.told
    assert mailbox.code_receivers[before:] == [
        *[VERIFICATION_ADDRESS, NEW_ADDRESS][: 1 + (step == 3)],
        VERIFICATION_ADDRESS,
        NEW_ADDRESS,
    ]
    assert await address_of(store, session) == NEW_ADDRESS


@pytest.mark.parametrize("step", [1, 3])
@pytest.mark.parametrize("elsewhere", [False, True], ids=["in this session", "in another session"])
async def test_enabling_ends_when_another_session_enables_it_and_other_sessions_end(
    store: Store, mailbox: Mailbox, step: int, elsewhere: bool
) -> None:
    session = await registered(store)
    other = await session_of(store) if elsewhere else session
    replies = enables(mailbox)
    on = meanwhile(lambda: enabled(store, mailbox, other.session_id, NEW_ADDRESS))
    with pytest.raises(
        SessionEnded if elsewhere else SettingsChanged, match="wo-step verification was changed"
    ):
        await walks(two_step.enable, store, session, *replies[:step], on, replies[step])
    assert await address_of(store, other) == NEW_ADDRESS
