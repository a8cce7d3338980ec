"""Every screen in every state that has a picture: the tables beside this, a line for each."""

from tests.screens.states import activity, administrators, overlays, pages, steps
from tests.screens.states.state import State

STATES: tuple[State, ...] = (
    *steps.STATES,
    *pages.STATES,
    *administrators.STATES,
    *activity.STATES,
    *overlays.STATES,
)


def state_named(name: str) -> State:
    """Return one of them."""
    (state,) = (state for state in STATES if state.name == name)
    return state
