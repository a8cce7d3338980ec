"""The command palette: every command, found by what it does."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.fuzzy import Matcher
from textual.message import Message
from textual.widget import Widget

from screens.base.dialog import Dialog
from screens.widgets.field import Field
from screens.widgets.footer import Footer


class Command(NamedTuple):
    """What can be done from everywhere."""

    name: str
    explanation: str
    run: Callable[[], object]


class CommandList(Widget):
    """The commands that match, one a line; as many as there is room for, around the chosen one.

    Not an OptionList: a click on a line that has just gone ends the program there.
    """

    class Clicked(Message):
        """The chosen command is to be run."""

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self.commands = commands
        self.chosen = 0

    def offer(self, commands: Sequence[Command]) -> None:
        """Show other commands."""
        if list(commands) != list(self.commands):
            self.commands, self.chosen = commands, 0
            self.refresh()

    def choose(self, number: int) -> None:
        """Choose a command by its number; beyond the last, the last."""
        self.chosen = max(0, min(number, len(self.commands) - 1))
        self.refresh()

    @property
    def _first(self) -> int:
        """The number of the first command that is shown."""
        return max(0, min(self.chosen - self.size.height // 2, len(self.commands) - self.size.height))

    def render(self) -> Content:
        if not self.commands:
            return Content.styled("No command matches.", "$muted")
        shown = self.commands[self._first : self._first + max(1, self.size.height)]
        width = max(len(each.name) for each in self.commands)
        return Content("\n").join(
            self._line(each, width, self._first + index == self.chosen) for index, each in enumerate(shown)
        )

    def _line(self, command: Command, width: int, is_chosen: bool) -> Content:
        name, explanation = f" {command.name:{width}} ", f" {command.explanation}"
        if is_chosen:
            return Content.styled(
                f"{name}{explanation}".ljust(self.size.width), "bold $background on $foreground"
            )
        return Content.assemble((name, "$foreground"), (explanation, "$muted"))

    def on_click(self, event: events.Click) -> None:
        number = self._first + event.y
        if number < len(self.commands):
            self.choose(number)
            self.post_message(self.Clicked())


class Palette(Dialog[Command]):
    """Asks for a command; ends with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-8)", show=False),
        Binding("pagedown", "move(8)", show=False),
    ]

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = commands

    def compose(self) -> Iterable[Widget]:
        with Vertical(classes="dialog"):
            yield Field(hint="Search for a command", enter="Run", id="search-command")
            yield CommandList(self._commands)
        yield Footer()

    @property
    def _list(self) -> CommandList:
        return self.query_one(CommandList)

    @on(Field.Changed)
    def search(self, event: Field.Changed) -> None:
        """Offer what matches, the best first."""
        if not event.value:  # Textual's matcher fails at it
            self._list.offer(self._commands)
            return
        matcher = Matcher(event.value)
        scores = {each: max(map(matcher.match, (each.name, each.explanation))) for each in self._commands}
        found = [each for each in self._commands if scores[each] > 0]
        self._list.offer(sorted(found, key=lambda each: -scores[each]))

    @on(Field.Submitted)
    @on(CommandList.Clicked)
    def run(self) -> None:
        """End with the chosen command."""
        if commands := self._list.commands:
            self.dismiss(commands[self._list.chosen])

    def action_move(self, by: int) -> None:
        self._list.choose(self._list.chosen + by)
