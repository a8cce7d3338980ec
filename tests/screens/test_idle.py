"""Anyone who does nothing is logged out, by one timer that is set once and never ticks in between."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from textual.app import App
from textual.message_pump import MessagePump
from textual.timer import Timer

from kstore_tui.core.errors import SessionEnded, StoreError, StoreUnavailable
from kstore_tui.store import Store
from screens.idle import IdleWatch
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import ADDRESS, ORIGIN, registered
from tests.screens.support.person import LOGIN, Person, at_terminal, until

SOON = timedelta(milliseconds=1)
LATER = timedelta(hours=1)


class Noting:
    """Keeps what was noted, and tells the ends of a session one after another."""

    def __init__(self, clock: MovableClock, *ends: timedelta | StoreError) -> None:
        self.noted: list[datetime] = []
        self._clock = clock
        self._ends = list(ends)

    async def __call__(self, acted_at: datetime) -> datetime:
        self.noted.append(acted_at)
        end = self._ends.pop(0) if self._ends else LATER
        if isinstance(end, StoreError):
            raise end
        return self._clock() + end


def running(app: App[Any]) -> list[float]:
    """Return how long the timers of an app have still to go."""
    loop = asyncio.get_running_loop()
    return [
        handle.when() - loop.time()
        for handle in loop._scheduled  # type: ignore[attr-defined]
        if not handle.cancelled() and handle._callback == app.call_later
    ]


class Watched(App[None]):
    """An app whose person is watched."""

    def __init__(self, clock: MovableClock, note: Noting) -> None:
        super().__init__()
        self._clock = clock
        self._note = note
        self.over: list[SessionEnded] = []

    def on_mount(self) -> None:
        self.watch_person = IdleWatch(self, self._clock, self._note, self.over.append)


@pytest.mark.parametrize(
    ("seconds_between", "noted"), [((10, 10, 9), []), ((10, 10, 10), [30]), ((40, 10, 25), [40, 75])]
)
async def test_keys_are_noted_at_most_every_30_seconds(
    clock: MovableClock, seconds_between: tuple[int, ...], noted: list[int]
) -> None:
    note, began = Noting(clock), clock()
    app = Watched(clock, note)
    async with app.run_test() as pilot:
        await until(pilot, lambda: note.noted == [began])
        for seconds in seconds_between:
            clock.advance(seconds=seconds)
            app.watch_person.acted()
            await app.workers.wait_for_complete()
        assert note.noted == [began, *(began + timedelta(seconds=after) for after in noted)]
        assert len(running(app)) == 1
        app.watch_person.stop()
        await until(pilot, lambda: not running(app))


async def test_at_its_end_the_timer_looks_again_with_the_last_key(clock: MovableClock) -> None:
    note, began = Noting(clock, LATER, SOON), clock()
    app = Watched(clock, note)
    async with app.run_test() as pilot:
        await until(pilot, lambda: note.noted == [began])
        clock.advance(seconds=30)
        app.watch_person.acted()  # it is noted, and what was noted says that the end is near
        clock.advance(seconds=20)
        app.watch_person.acted()  # too early to be noted by itself
        clock.advance(seconds=5)
        await until(pilot, lambda: len(note.noted) == 3)
        assert note.noted[2] == began + timedelta(seconds=50)
        assert app.over == []


async def test_the_end_of_a_session_is_announced_once(clock: MovableClock) -> None:
    over = SessionEnded("You were logged out.")
    app = Watched(clock, Noting(clock, SOON, over))
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.over)
        clock.advance(minutes=1)
        assert app.over == [over]


async def test_an_unavailable_store_does_not_log_out_and_is_asked_again(clock: MovableClock) -> None:
    note = Noting(clock, StoreUnavailable("The disk is full."))
    app = Watched(clock, note)
    async with app.run_test() as pilot:
        await until(pilot, lambda: note.noted)
        await app.workers.wait_for_complete()
        assert app.over == []
        assert running(app) == [pytest.approx(60, abs=5)]


async def test_keys_within_15_minutes_of_one_another_keep_the_session(
    store: Store, clock: MovableClock
) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        for _ in range(3):
            clock.advance(minutes=14)
            await person.presses("down")
            await person.waits_for(lambda: person.running() == ["journey"] or not person.running())
        await person.opens_settings()


async def test_mails_that_are_sent_keep_no_idle_terminal_logged_in(
    store: Store, clock: MovableClock, mailbox: Mailbox
) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await person.clicks("#activity")  # a page that lists what is mailed
        await person.has_open("Home", "Activity")
        await person.waits_for(lambda: not person.running())

        async def is_mailed_meanwhile(minutes: int) -> None:
            clock.advance(minutes=minutes)
            sent = len(mailbox.codes)
            await store.password_reset.ask(ADDRESS, ORIGIN)
            await person.waits_for(lambda: len(mailbox.codes) > sent)
            await person.waits_for(lambda: "reload" not in person.running())

        await is_mailed_meanwhile(minutes=14)
        assert LOGIN not in person.stack
        await is_mailed_meanwhile(minutes=1)
        await person.sees("Log in", "✗ You were logged out after 15 minutes of inactivity.")


def ticking(person: Person) -> list[Timer]:
    """Return the timers of Textual that run, on the app and on every screen and widget."""
    nodes: list[MessagePump] = [person.app]
    for screen in person.app.screen_stack:
        nodes += screen.walk_children(with_self=True)
    return [
        timer
        for node in nodes
        for timer in node._timers
        if timer._active.is_set() and timer._task is not None and not timer._task.done()
    ]


async def test_an_idle_screen_has_only_the_timer_of_the_session(store: Store) -> None:
    async def is_still(*expected: object) -> None:
        await person.waits_for(lambda: running(person.app) == [*expected] and not ticking(person))
        assert not [node for node in person.screen.walk_children() if node.auto_refresh]

    end_of_the_session = pytest.approx(15 * 60, abs=30)
    await registered(store)
    async with at_terminal(store) as person:
        await person.sees(LOGIN)
        await is_still()
        await person.logs_in()
        await is_still(end_of_the_session)
        for key, then in (("f1", "Help"), ("escape", "Home"), ("f10", "AccountMenu"), ("escape", "Home")):
            await person.presses(key)
            await person.stands_on(then)
            await is_still(end_of_the_session)
        await person.opens_settings()
        await is_still(end_of_the_session)
        await person.chooses("Log out")
        await person.sees(LOGIN)
        await is_still()
