"""Steps on a screen: how any of them is drawn, and the wizard that asks them there."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from textual import on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Static

from kstore_tui.core.errors import StoreError
from screens.base.screen import StoreScreen
from screens.base.step import ENDS_STEP, Action, Code, Secret, Step, Text
from screens.base.wizard import Wizard
from screens.widgets.button import FormButton, Link
from screens.widgets.field import CodeField, Field, LabelledField, Reveal
from screens.widgets.lines import MessageLine, plain

R = TypeVar("R")
T = TypeVar("T")

_MANY_FIELDS = 4
"""With so many, a small window has no room for empty lines between them."""


class StepScreen(StoreScreen[R | StoreError | None], Generic[R]):
    """Draws a step; ends with its answer, None when the person goes back, or the error that ended it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "reveal", "Show"),
        Binding("ctrl+r", "send_again", "Send again"),
    ]
    WHEN_IDLE = StoreScreen.WHEN_IDLE | {"send_again"}

    def __init__(self, step: Step[R]) -> None:
        super().__init__()
        self.step = step
        self.heading = step.heading
        self.can_go_back = step.can_go_back

    @property
    def help_text(self) -> str:
        return self.step.help

    def body(self) -> Iterable[Widget]:
        step = self.step
        with Vertical(id="form", classes="-many-fields" if len(step.fields) >= _MANY_FIELDS else None):
            with Horizontal(id="title-line"):
                yield Static(plain(step.heading), classes="heading")
                yield Static(plain(step.position), id="position")
            yield Static(plain(step.lead), id="lead")
            for paragraph in step.paragraphs:
                yield Static(plain(paragraph), classes="paragraph")
            for field in step.fields:
                yield self._labelled(field)
            yield MessageLine()
            with Horizontal(id="buttons"):
                yield FormButton(step.primary, "primary", classes="primary")
                for action in step.actions:
                    yield FormButton(action.label, action.name)
                if step.can_go_back:
                    yield FormButton("Back", "back")
            if step.links:
                with Container(id="links"):
                    for action in step.links:
                        yield Link(action.label, action.name)
            if step.hint:
                yield Static(plain(step.hint), id="hint")

    def _labelled(self, field: Text) -> LabelledField:
        step = self.step
        secrets = [each for each in step.fields if isinstance(each, Secret)]
        return LabelledField(
            field.label,
            (CodeField if isinstance(field, Code) else Field)(
                step.values[field.name],
                enter=step.primary if field is step.fields[-1] else "Next field",
                secret=isinstance(field, Secret),
                id=field.name,
            ),
            note=None if field.note is None else Static(plain(field.note), id=f"{field.name}-note"),
            reveals=secrets[:1] == [field],
        )

    def on_mount(self) -> None:
        self.query_one(f"#{self.step.begins_at}").focus()
        if pressed := self.step.take_at_once():
            self._press(pressed)

    @on(Button.Pressed)
    def press(self, event: Button.Pressed) -> None:
        self._press(event.button.id or "")

    @on(Field.Submitted)
    def submit(self) -> None:
        """Submit what the fields hold."""
        if not self.busy:
            self._keep_values()
            self._attempt(self.step.submit, self.dismiss, self.step.meanwhile)

    def act(self, action: Action[R]) -> None:
        """Do what another button is for, unless the step has been left: a command may come that late."""
        if self.busy or self not in self.app.screen_stack:
            return
        self._keep_values()
        if action.run is None:
            self.dismiss(action.answer)
        else:
            self._attempt(action.run, self._acted, action.meanwhile)

    def _press(self, name: str) -> None:
        if name == "primary":
            self.submit()
        elif name == "back":
            self.action_back()
        else:
            self.act(next(each for each in (*self.step.actions, *self.step.links) if each.name == name))

    def _keep_values(self) -> None:
        self.step.values.update((name, self._field(name).value) for name in self.step.values)

    def _attempt(
        self, use_case: Callable[[], Awaitable[T]], then: Callable[[T], object], meanwhile: str
    ) -> None:
        """Await a use case; until it ends, the step can't be left or used again."""
        self.busy = True
        self.say(meanwhile)
        self._await(use_case, then)

    @work
    async def _await(self, use_case: Callable[[], Awaitable[T]], then: Callable[[T], object]) -> None:
        try:
            result = await use_case()
        except ENDS_STEP as ended:
            self._finish(partial(self.dismiss, ended))
        except StoreError as error:
            self._finish(partial(self._refuse, error))
        else:
            self._finish(partial(then, result))

    def _finish(self, then: Callable[[], object]) -> None:
        self.busy = False
        if self.is_open:  # closed by then, it would dismiss whatever is on top now
            then()

    def _refuse(self, error: StoreError) -> None:
        self.refuse(str(error))
        self._ask_again(error)

    def _acted(self, said: str) -> None:
        """Say how an action went; what the step says may be different now."""
        self.query_one("#lead", Static).update(plain(self.step.lead))
        for field in self.step.fields:
            if field.note is not None:
                self.query_one(f"#{field.name}-note", Static).update(plain(field.note))
        self.say(said)
        self._ask_again(None)

    def _ask_again(self, error: StoreError | None) -> None:
        """Go to the fields to enter again; a password that was shown is hidden again."""
        self._hide(True)
        names = self.step.ask_again(error)
        for name in names:
            self._field(name).value = self.step.values[name]
        if names:
            field = self._field(names[0])
            self.set_focus(field, scroll_visible=False)  # it would come later, and hide the message again
            field.scroll_visible(animate=False)
        self.message_line.scroll_visible(animate=False)

    def action_send_again(self) -> None:
        for action in self._doing:
            self.act(action)

    def action_reveal(self) -> None:
        self._hide(not all(field.password for field in self.query(Field) if field.secret))

    def _hide(self, hidden: bool) -> None:
        for field in self.query(Field):
            field.password = field.secret and hidden
        for reveal in self.query(Reveal):
            reveal.update("Show" if hidden else "Hide")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "reveal":
            return any(isinstance(field, Secret) for field in self.step.fields)
        if action == "send_again" and not self._doing:
            return False
        return super().check_action(action, parameters)

    @property
    def _doing(self) -> list[Action[R]]:
        return [action for action in self.step.actions if action.run is not None]

    def _field(self, name: str) -> Field:
        return self.query_one(f"#{name}", Field)


class ScreenWizard(Wizard):
    """Asks each step on a screen of its own; runs in a worker of the app."""

    def __init__(self, app: App[Any]) -> None:
        super().__init__()
        self._app = app

    async def _ask(self, step: Step[R], notice: str | StoreError | None) -> R | StoreError | None:
        screen = StepScreen(step)
        screen.account, screen.notice = self.account, notice
        # Not push_screen_wait: cancelled while it awaits the removal of the step before, it would take
        # Textual's own loop with it, and the terminal would hang.
        return await asyncio.shield(self._app.push_screen(screen, wait_for_dismiss=True))
