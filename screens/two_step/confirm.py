"""The last word before two-step verification changes: "Save" and "Disable"."""

from collections.abc import Awaitable, Callable

from screens.base.step import Step


class ConfirmStep(Step[bool]):
    """Does it when the person says so; ends with True.

    Args:
        do: What is to be done.
        position: Which step of how many this is.
    """

    def __init__(
        self, do: Callable[[], Awaitable[None]], lead: str, heading: str = "", position: str = ""
    ) -> None:
        super().__init__()
        self._do = do
        self.lead = lead
        self.heading = heading or self.heading
        self.position = position

    def on_mount(self) -> None:
        """Stand on what goes on."""
        self.query_one("#primary").focus()

    def submit(self) -> None:
        """Do it."""
        self.attempt(self._do, lambda _: self.dismiss(True), meanwhile="Saving…")


class SaveStep(ConfirmStep):
    """Only now is it on."""

    HELP = (
        "The address has proved that codes reach it. “Save” makes it count: from then on every login mails a "
        "code to it, and this account is logged out everywhere else."
    )
    PRIMARY = "Save"


class DisableStep(ConfirmStep):
    """Only now is it off."""

    HELP = (
        "“Disable” turns two-step verification off: from then on the password alone opens the store, and "
        "this account is logged out everywhere else. It can be enabled again at any time."
    )
    PRIMARY = "Disable"

    heading = "Disable two-step verification"
