"""An app that the mail server can live with: it runs in the same program."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from textual.actions import ActionParseResult
from textual.app import App
from textual.dom import DOMNode
from textual.worker import WorkerFailed

from devmail.store.inbox import InboxUnusable
from devmail.tui.saving import CannotSave
from screens.terminal.driver import TerminalDriver

Report = Callable[[BaseException], str]
"""Logs what nobody expected, and returns the line for the person."""


class LastingApp(App[int]):
    """Tells the person what fails and goes on, or ends without ending the program."""

    def __init__(self, report: Report | None = None) -> None:
        super().__init__(driver_class=TerminalDriver)
        self._report = report  # without it faults are raised, as tests want them
        self.ended_by = ""
        """The line about the fault that ended the app; empty when none did."""

    def say(self, line: str, *, fails: bool = False) -> None:
        """Tell the person something, such as that something failed."""
        raise NotImplementedError

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell the person when the inbox or a folder fails, and what nobody expected."""
        try:
            yield
        except (InboxUnusable, CannotSave) as error:
            self.say(str(error), fails=True)
        except Exception as error:
            if self._report is None:
                raise
            self.say(self._report(error), fails=True)

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        with self.telling():
            return await super().run_action(action, default_namespace, namespaces)
        return True

    # Private: nothing public is told of a fault before Textual prints its report, which shows mails.
    def _handle_exception(self, error: Exception) -> None:
        if self._report is None:
            super()._handle_exception(error)
        elif not self.ended_by:
            self.ended_by = self._report(error.error if isinstance(error, WorkerFailed) else error)
            self.exit(return_code=1)
