"""The command palette: the program's own commands, found by what they do."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider


class Command(NamedTuple):
    """Something that can be done from everywhere."""

    name: str
    explanation: str
    run: Callable[[], object]


class Commands(Provider):
    """Finds commands by their names and by what they do; the app tells which there are now."""

    def _offered(self) -> Iterable[Command]:
        offered: Iterable[Command] = self.app.commands()  # type: ignore[attr-defined]
        return offered

    async def discover(self) -> Hits:
        """Offer all of them before anything is typed."""
        for command in self._offered():
            yield DiscoveryHit(command.name, command.run, help=command.explanation)

    async def search(self, query: str) -> Hits:
        """Offer those that fit what is typed."""
        matcher = self.matcher(query)
        for command in self._offered():
            score = max(matcher.match(command.name), matcher.match(command.explanation))
            if score > 0:
                yield Hit(score, matcher.highlight(command.name), command.run, help=command.explanation)
