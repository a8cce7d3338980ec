"""Every screen in every state that has a picture: the tables beside this, a line for each."""

from tests.screens.states import (
    activity,
    administrators,
    entering,
    forgotten_password,
    overlays,
    places,
    two_step,
    verification,
)
from tests.screens.states.state import State

STATES: tuple[State, ...] = (
    *entering.STATES,
    *forgotten_password.STATES,
    *verification.STATES,
    *two_step.STATES,
    *places.STATES,
    *administrators.STATES,
    *activity.STATES,
    *overlays.STATES,
)


def state_named(name: str) -> State:
    """Return one of them."""
    (state,) = (state for state in STATES if state.name == name)
    return state
