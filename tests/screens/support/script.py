"""A wizard that answers declared steps from a script, without drawing them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from kstore_tui.core.errors import StoreError
from kstore_tui.store import Store
from screens.base.step import ENDS_STEP, Step
from screens.base.wizard import Wizard
from tests.journeys.faulty_smtp import closed_port
from tests.kstore_tui.support.mail import mailing

R = TypeVar("R")
NOT_SENT = "✗ We couldn't send the verification code:"
_GOES_ON = object()
_GOES_BACK = object()


class Script(Wizard):
    """Plays a person who enters texts and presses buttons, and notes what they are asked and told.

    Args:
        replies: What the person does, one after another, whatever step they are asked.
    """

    def __init__(self, *replies: "Reply") -> None:
        super().__init__()
        self.replies = list(replies)
        self.asked: list[str] = []
        """The headings of the steps, with `, Step 2 of 4` and the like."""
        self.told: list[str] = []
        """What the steps said at first, and what came of each try."""
        self.steps: list[Step[Any]] = []
        self.at = ""
        """The field where the person is."""

    async def _ask(self, step: Step[R], notice: str | StoreError | None) -> R | StoreError | None:
        self.asked.append(", ".join(filter(None, (step.heading, step.position))))
        self.steps.append(step)
        self.at = step.begins_at
        if notice is not None:
            self.told.append(_line(notice))
        if pressed := step.take_at_once():
            self.replies.insert(0, _pressed(pressed))
        while True:
            assert self.replies, f"nobody answers {self.asked[-1]!r}; told: {self.told}"
            try:
                outcome = await self.replies.pop(0)(self, step)
            except ENDS_STEP as ended:
                return ended
            except StoreError as error:
                self.told.append(_line(error))
                self.at = next(iter(step.ask_again(error)), "")
            else:
                if outcome is _GOES_BACK:
                    assert step.can_go_back
                    return None
                if outcome is not _GOES_ON:
                    return outcome  # type: ignore[no-any-return]


Reply = Callable[[Script, Step[Any]], Awaitable[Any]]


def enters(*texts: str | Callable[[], str]) -> Reply:
    """Fill in so many fields, from where the person is, and submit."""

    async def reply(script: Script, step: Step[Any]) -> Any:
        names = list(step.values)
        start = names.index(script.at) if texts else 0
        assert len(names[start:]) >= len(texts)
        for name, text in zip(names[start:], texts, strict=False):
            step.values[name] = text if isinstance(text, str) else text()
        return await step.submit()

    return reply


def presses(label: str) -> Reply:
    """Press one of the step's other buttons."""

    async def reply(script: Script, step: Step[Any]) -> Any:
        (name,) = (each.name for each in (*step.actions, *step.links) if each.label == label)
        return await _pressed(name)(script, step)

    return reply


def _pressed(name: str) -> Reply:
    async def reply(script: Script, step: Step[Any]) -> Any:
        if name == "primary":
            return await step.submit()
        (action,) = (each for each in (*step.actions, *step.links) if each.name == name)
        if action.run is None:
            return action.answer
        script.told.append(await action.run())
        script.at = next(iter(step.ask_again(None)), "")
        return _GOES_ON

    return reply


def meanwhile(happens: Callable[[], Any]) -> Reply:
    """Let something happen, before the person goes on."""

    async def reply(script: Script, step: Step[Any]) -> Any:
        happening = happens()
        if isinstance(happening, Awaitable):
            await happening
        return _GOES_ON

    return reply


def while_(state: Callable[[], AbstractContextManager[object]], reply: Reply) -> Reply:
    """Do something while something is so, such as a full disk."""

    async def so(script: Script, step: Step[Any]) -> Any:
        with state():
            return await reply(script, step)

    return so


@contextmanager
def mail_server_down(store: Store) -> Iterator[None]:
    """Let nothing listen where the store sends its mails, for a while."""
    with closed_port() as closed, mailing(store, closed.port):
        yield


async def goes_back(script: Script, step: Step[Any]) -> Any:
    """Go back one step."""
    return _GOES_BACK


async def leaves(script: Script, step: Step[Any]) -> Any:
    """Leave the flow for another page, or the program."""
    raise asyncio.CancelledError


def _line(notice: str | StoreError) -> str:
    return f"✗ {notice}" if isinstance(notice, StoreError) else notice
