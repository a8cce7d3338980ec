"""The log of activity: what happened is added to it, and nothing in it is ever changed."""

from dataclasses import dataclass

from kstore_tui.core.addresses import as_searched
from kstore_tui.core.clock import Clock
from kstore_tui.core.events import UNKNOWN, EventKind
from kstore_tui.database.models import Administrator, Event, EventKey


@dataclass(eq=False, repr=False)
class ActivityLog:
    """Where use cases note what they do. All methods run in the caller's transaction."""

    clock: Clock

    def note(self, what: EventKind, who: str, about: str = "", origin: str = "") -> None:
        """Note that something happened.

        Nothing that a person typed belongs here, not even an address that nobody has: people type
        passwords into the wrong field. `who` is a login address, the operator, the store, or empty if
        unknown; `about` is another login address or a masked verification address.
        """
        who = who or UNKNOWN
        event = Event.create(at=self.clock(), what=what, who=who, about=about, origin=origin)
        keys = {as_searched(text) for text in (who, about, origin)} - {""}
        EventKey.insert_many([{"key": key, "what": what, "event_id": event.id} for key in keys]).execute()

    def note_refused(self, what: EventKind, address: str, origin: str) -> None:
        """Note that somebody was not let in; the typed address is kept only if an account has it."""
        known = Administrator.of_address(address)
        self.note(what, known.login_address if known else "", origin=origin)
