"""However and whenever a terminal or a signal ends the program, it is gone, with its session and login."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.faulty_smtp import hangs
from tests.journeys.kstore import environment, program
from tests.journeys.terminal import Terminal
from tests.kstore_tui.support import steps
from tests.screens.terminal.place import Place, protected

pytestmark = pytest.mark.slow

SOON = 5
"""Seconds. It takes less than one, but for other tests on the machine."""

BEFORE = 1
"""The session that set two-step verification up is not the program's."""


def starting(place: Place) -> None:
    """Nothing has come yet."""


def first_byte(place: Place) -> None:
    place.terminal.wait_until(lambda: place.terminal.bytes_received, "first byte")


def logging_in(place: Place) -> None:
    place.terminal.wait_for("Log in to the Kintone Store")


def password_given(place: Place) -> None:
    logging_in(place)
    place.terminal.type(f"{steps.ADDRESS}\r{steps.PASSWORD}\r")


def waiting_for_code(place: Place) -> None:
    password_given(place)
    place.terminal.wait_for("Valid for 10 minutes")


def code_given(place: Place) -> None:
    waiting_for_code(place)
    place.terminal.type(f"{place.mailbox.newest_code}\r")


def logged_in(place: Place) -> None:
    code_given(place)
    place.terminal.wait_for("Welcome.")


def quitting(place: Place) -> None:
    logged_in(place)
    place.terminal.press("ctrl+q")


MOMENTS = [
    starting,
    first_byte,
    logging_in,
    password_given,
    waiting_for_code,
    code_given,
    logged_in,
    quitting,
]


def hang_up(place: Place) -> int:
    place.terminal.hang_up()
    return signal.SIGHUP


def hang_up_after_three_continues(place: Place) -> int:
    for _ in range(3):
        place.terminal.signal(signal.SIGCONT)
    return hang_up(place)


def terminate(place: Place) -> int:
    place.terminal.signal(signal.SIGTERM)
    return signal.SIGTERM


def interrupt(place: Place) -> int:
    place.terminal.signal(signal.SIGINT)
    return signal.SIGINT


WAYS = [
    (hang_up, False),
    (hang_up, True),
    (hang_up_after_three_continues, False),
    (terminate, False),
    (interrupt, False),
]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("way", "deaf"), WAYS)
def test_it_ends_at_every_moment(
    tmp_path: Path, moment: Callable[[Place], None], way: Callable[[Place], int], deaf: bool
) -> None:
    with protected(tmp_path, deaf=deaf) as place:
        moment(place)
        number = way(place)
        code = place.terminal.wait_exit(SOON)
        if moment is not starting:  # Python itself ends in ways of its own
            assert code in (128 + number, -number, 0 if moment is quitting else -number)
        if number != signal.SIGHUP and moment is not starting:
            assert place.terminal.left_changed == set()
            assert "Traceback" not in place.terminal.text
        assert place.query("session WHERE ended_at IS NULL") == BEFORE
        assert place.query("challenge WHERE purpose = 'log in' AND used_at IS NULL AND ended_at IS NULL") == 0


@pytest.mark.parametrize("moment", MOMENTS[2:-1])
@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
def test_stopped_and_continued_it_goes_on(
    tmp_path: Path, moment: Callable[[Place], None], number: signal.Signals
) -> None:
    with protected(tmp_path) as place:
        moment(place)
        place.terminal.stop_and_continue(number)
        place.terminal.wait_until(lambda: place.terminal.in_alternate_screen, "program on the screen")
        place.terminal.wait_for("^q Quit")
        place.terminal.press("ctrl+q")
        assert place.terminal.wait_exit(SOON) == 0
        assert place.terminal.left_changed == set()


def test_a_dead_mail_server_does_not_hold_up_the_end(tmp_path: Path) -> None:
    with hangs() as dead:
        command = program(tmp_path, "--smtp", f"smtp://127.0.0.1:{dead.port}")
        with Terminal(command, environment=environment(tmp_path)) as terminal:
            terminal.wait_for("Register the first administrator")
            terminal.type("ada@example.com\ryellow-umbrella\ryellow-umbrella\r")
            terminal.wait_for("Welcome.")
            terminal.press("ctrl+q")
            assert terminal.wait_exit(2) == 0  # it took three to eight seconds
