"""The command palette: the program's own commands, found by what they do."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider

if TYPE_CHECKING:
    from screens.navigator import Navigator


class Command(NamedTuple):
    """Something that can be done from everywhere."""

    name: str
    explanation: str
    run: Callable[[], object]


def commands(go: "Navigator", leave: Callable[[], object]) -> tuple[Command, ...]:
    """Return what can be done now.

    Args:
        go: Who leads to it.
        leave: Ends the program.
    """
    always = (
        Command("Change appearance", "From dark to light, or back", go.change_appearance),
        Command("Quit", "Log out and leave the program", leave),
    )
    if go.session is None:
        return always
    from screens import flows  # not needed before

    start = go.start
    return (
        Command("Account Settings", "Your account, two-step verification, sessions", go.account_settings),
        Command("Administrators", "Who may log in; delete one, send a code again", go.administrators),
        Command("Activity", "What happened, newest first", go.activity),
        Command("Register administrators", "Invite one or more", partial(start, flows.register)),
        Command("Change Password", "Choose another one", partial(start, flows.change_password)),
        Command("Log out everywhere else", "End your other sessions", partial(start, flows.log_out_others)),
        Command("Security rules", "Every rule with its numbers", go.security_rules),
        Command("Log out", "End this session, go to the login screen", go.log_out),
        *always,
    )


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
