"""A step asks one thing. It is declared once, without a terminal: what it says, asks, offers and calls."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import ClassVar, Generic, ParamSpec, TypeVar

from kstore_tui.core.errors import (
    FlowAborted,
    ReauthenticationRequired,
    SessionEnded,
    StepAborted,
    StoreError,
)

P = ParamSpec("P")
R = TypeVar("R")

ENDS_STEP = (StepAborted, FlowAborted, SessionEnded, ReauthenticationRequired)
"""The errors that end a step, for its flow to deal with; all others are shown in the step, which goes on."""


@dataclass(frozen=True)
class Text:
    """A line to type."""

    name: str
    label: str
    value: str = ""
    """What is in the field at first."""
    note: str | None = None
    """What is said under the field; an empty note keeps its place."""

    is_cleared: ClassVar[bool] = False
    """Whether an entry that was refused is cleared, or stays to be corrected."""


@dataclass(frozen=True)
class Secret(Text):
    """A password, hidden unless the person wants to see it."""

    is_cleared: ClassVar[bool] = True


@dataclass(frozen=True)
class Code(Text):
    """A verification code; a whole pasted mail yields its one code."""

    is_cleared: ClassVar[bool] = True


@dataclass(frozen=True)
class Token(Text):
    """A registration or reset code."""

    is_cleared: ClassVar[bool] = True


@dataclass(frozen=True)
class Action(Generic[R]):
    """Another button: it answers the step, or it does something and the step goes on."""

    name: str
    label: str
    answer: R | None = None
    run: Callable[[], Awaitable[str]] | None = None
    """Gives what is to be said once it is done."""
    meanwhile: str = "Sending…"
    explanation: str = ""
    """For the command palette, which offers the actions that have one."""


@dataclass(kw_only=True, eq=False, repr=False)
class Step(Generic[R]):
    """What is asked. Its asker fills in `values`, calls `submit`, and shows what it raises."""

    heading: str
    position: str = ""
    """Which step of how many this is, such as `Step 2 of 4`."""
    lead: str = ""
    """A sentence that says what the step is for."""
    paragraphs: tuple[str, ...] = ()
    """What else the person should know."""
    fields: tuple[Text, ...] = ()
    primary: str
    """The label of the button that submits."""
    calls: Callable[..., Awaitable[R]]
    """What is done with the values, in the order of the fields."""
    meanwhile: str = "Checking…"
    actions: tuple[Action[R], ...] = ()
    links: tuple[Action[R], ...] = ()
    """Actions that lead elsewhere."""
    hint: str = ""
    """A last line, for someone who tries the program out."""
    help: str
    can_go_back: bool = True
    is_destructive: bool = False
    """Whether going back is the safer choice."""
    asks_again: str = ""
    """The field to ask for again after an error; the first one unless said otherwise."""
    at_once: str = ""
    """The button to press for the person once the step is shown: `primary`, or an action's name."""
    values: dict[str, str] = field(init=False)
    """What the person entered, by the fields' names."""

    def __post_init__(self) -> None:
        self.values = {each.name: each.value for each in self.fields}

    async def submit(self) -> R:
        """Do what the step is for, with the values."""
        return await self.calls(*self.values.values())

    def again_after(self, error: StoreError | None) -> tuple[str, ...]:
        """Return the fields to ask for again, the first one first; without an error, after an action."""
        return (self.asks_again or self.fields[0].name,) if self.fields else ()

    def ask_again(self, error: StoreError | None) -> tuple[str, ...]:
        """Clear what has to be entered again, and return the names of those fields."""
        names = self.again_after(error)
        self.values.update((each.name, "") for each in self.fields if each.name in names and each.is_cleared)
        return names

    @property
    def begins_at(self) -> str:
        """The field or button where the person begins: where something is missing."""
        if not self.fields:
            return "back" if self.is_destructive else "primary"
        missing = (each.name for each in self.fields if not self.values[each.name])
        return next(missing, self.fields[0].name)

    def take_at_once(self) -> str:
        """Return the button to press once the step is shown, once."""
        pressed, self.at_once = self.at_once, ""
        return pressed


def done(use_case: Callable[P, Awaitable[object]]) -> Callable[P, Awaitable[bool]]:
    """Let a use case that gives nothing back answer its step with True."""

    async def do(*args: P.args, **kwargs: P.kwargs) -> bool:
        await use_case(*args, **kwargs)
        return True

    return do
