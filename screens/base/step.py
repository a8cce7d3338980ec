"""A step: a screen that asks one thing and ends with the answer."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import ClassVar, Generic, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Static

from kstore_tui.core.errors import FlowAborted, SessionEnded, StepAborted, StoreError
from screens.base.screen import StoreScreen
from screens.widgets.button import FormButton
from screens.widgets.field import Field, Reveal
from screens.widgets.message_line import MessageLine
from screens.widgets.text import plain

R = TypeVar("R")
T = TypeVar("T")


class Step(StoreScreen[R | StoreError | None], Generic[R]):
    """A step ends with its answer, with None when the person goes back, or with what ended it.

    It is given the use cases of its step, awaits them, shows refusals inline and stays.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f3", "reveal", "Show")]

    PRIMARY: ClassVar[str] = ""
    """The label of the button that goes on."""

    heading: str = ""
    position: str = ""
    """Which step of how many this is, such as `Step 2 of 4`."""
    lead: str = ""
    """A sentence that says what the step is for."""

    def body(self) -> Iterable[Widget]:
        """Lay out what all steps share: title, sentence, fields, message, buttons."""
        with Vertical(id="form"):
            with Horizontal(id="title-line"):
                yield Static(plain(self.heading), classes="heading")
                yield Static(plain(self.position), id="position")
            yield Static(plain(self.lead), id="lead")
            yield from self.fields()
            yield MessageLine()
            with Horizontal(id="buttons"):
                yield FormButton(self.PRIMARY, "primary", classes="primary")
                yield from self.more_buttons()
                if self.CAN_GO_BACK:
                    yield FormButton("Back", "back")
            yield from self.below()

    def fields(self) -> Iterable[Widget]:
        """Return what stands between the sentence and the message line."""
        return ()

    def more_buttons(self) -> Iterable[Widget]:
        """Return the buttons between the primary one and "Back"."""
        return ()

    def below(self) -> Iterable[Widget]:
        """Return what stands below the buttons."""
        return ()

    def value(self, field: str) -> str:
        """Return what stands in a field."""
        return self.query_one(f"#{field}", Field).value

    def ask_again(self, field: str) -> None:
        """Empty a field and stand on it; a password that was shown is hidden again.

        Args:
            field: Its id.
        """
        self._hide(True)
        self.query_one(f"#{field}", Field).value = ""
        self.query_one(f"#{field}").focus()

    def submit(self) -> None:
        """Go on with what the fields hold."""

    @on(Field.Submitted)
    @on(Button.Pressed, "#primary")
    def go_on(self) -> None:
        """Go on."""
        self.submit()

    @on(Button.Pressed, "#back")
    def go_back(self) -> None:
        """Go back one step."""
        self.action_back()

    def action_reveal(self) -> None:
        """Show the passwords, or hide them again."""
        self._hide(not all(field.password for field in self.query(Field) if field.secret))

    def _hide(self, hidden: bool) -> None:
        for field in self.query(Field):
            field.password = field.secret and hidden
        for reveal in self.query(Reveal):
            reveal.update("Show" if hidden else "Hide")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer in the footer only what this step can do."""
        if action == "reveal":
            return any(field.secret for field in self.query(Field))
        return super().check_action(action, parameters)

    def attempt(
        self, use_case: Callable[[], Awaitable[T]], done: Callable[[T], object], meanwhile: str = "Checking…"
    ) -> None:
        """Await a use case; while it runs, the step cannot be left or used again.

        Args:
            use_case: What is to be tried.
            done: What to do with what it gives back.
            meanwhile: What the message line says until then.
        """
        if self.busy:
            return
        self.busy = True
        self.say(meanwhile)
        self._attempt(use_case, done)

    @work
    async def _attempt(self, use_case: Callable[[], Awaitable[T]], done: Callable[[T], object]) -> None:
        try:
            result = await use_case()
        except (StepAborted, FlowAborted, SessionEnded) as over:
            self._finish(partial(self.dismiss, over))
        except StoreError as refusal:
            self._finish(partial(self._refuse, refusal))
        else:
            self._finish(partial(done, result))

    def _finish(self, then: Callable[[], object]) -> None:
        self.busy = False
        if self.is_open:  # closed meanwhile, it would dismiss whatever is on top now
            then()

    def _refuse(self, refusal: StoreError) -> None:
        self.refuse(str(refusal))
        self.refused(refusal)

    def refused(self, refusal: StoreError) -> None:
        """Make the fields ready for another try."""
