"""The tables. All ids but those of activity are random: a deleted one never comes back for another row."""

from datetime import UTC, datetime
from typing import Any, Self

from peewee import (
    AutoField,
    BooleanField,
    CompositeKey,
    DatabaseProxy,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from kstore_tui.core.addresses import fold

proxy = DatabaseProxy()
"""The one database of this process: peewee's models need to know it."""


class MomentField(DateTimeField):
    """A moment, kept in UTC without a zone and returned as an aware datetime."""

    def db_value(self, value: datetime | None) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def python_value(self, value: Any) -> datetime | None:
        moment: datetime | None = super().python_value(value)  # type: ignore[no-untyped-call]
        return None if moment is None else moment.replace(tzinfo=UTC)


class Table(Model):
    """What most tables share: a random id."""

    id = TextField(primary_key=True)

    class Meta:
        database = proxy
        legacy_table_names = False

    @classmethod
    def find(cls, id_: str) -> Self | None:
        found: Self | None = cls.get_or_none(cls.id == id_)
        return found


class Administrator(Table):
    """Someone who can log in to the store, or who is invited to."""

    login_address = TextField()
    login_key = TextField(unique=True)
    """The login address, folded: all its spellings are one account."""
    password_hash = TextField()
    """Empty while the account is only invited: its owner hasn't chosen a password yet."""
    password_changed_at = MomentField()
    verification_address = TextField(null=True)
    """Where the codes go; null while two-step verification is off."""
    registered_at = MomentField()
    registered_by = TextField(null=True)
    """Who registered it: a login address or the operator; null if they registered themselves."""
    last_login_at = MomentField(null=True)
    wrong_codes_in_a_row = IntegerField(default=0)
    """Since the last right one, over all challenges."""
    wrong_codes_day = DateField(null=True)
    """The day, in UTC, of the last wrong code."""
    wrong_codes_that_day = IntegerField(default=0)
    codes_blocked_until = MomentField(null=True)
    """Until when codes are neither sent nor tried, apart from the limit of a day."""
    held_at = MomentField(null=True)
    """Since when the account is on hold: no code is sent or tried until somebody releases it."""
    warned_at = MomentField(null=True)
    """When its owner was last told that someone has the password but not the code."""

    @classmethod
    def of_address(cls, address: str) -> Self | None:
        """Return the account with a login address in any spelling."""
        found: Self | None = cls.get_or_none(cls.login_key == fold(address))
        return found

    @property
    def is_invited(self) -> bool:
        return not self.password_hash

    @property
    def is_held(self) -> bool:
        return self.held_at is not None


class Session(Table):
    """One login, until it ends. It belongs to one running program."""

    administrator = ForeignKeyField(Administrator, on_delete="CASCADE")
    administrator_id: str
    origin = TextField()
    began_at = MomentField()
    last_action_at = MomentField()
    password_given_at = MomentField()
    ended_at = MomentField(null=True)
    end_line = TextField(null=True)
    """What the person is told at the next action, if the session was ended from elsewhere."""

    class Meta:
        # Known origins are looked up.
        indexes = ((("administrator", "origin", "began_at"), False),)


class Challenge(Table):
    """One code asked for, for one purpose; it may be sent again."""

    administrator = ForeignKeyField(Administrator, on_delete="CASCADE")
    administrator_id: str
    session = ForeignKeyField(Session, null=True, on_delete="CASCADE")
    """The session that asked for it; null for a login."""
    purpose = TextField()
    address = TextField()
    address_key = TextField(index=True)
    """The address, folded: all its spellings share the limit of codes an hour."""
    origin = TextField()
    begun_at = MomentField()
    tries = IntegerField(default=0)
    used_at = MomentField(null=True)
    """When the right code was entered: once."""
    spent_at = MomentField(null=True)
    """When what the code was for was done: once."""
    ended_at = MomentField(null=True)
    """When something else ended it."""

    def codes(self) -> "list[SentCode]":
        """Return its codes, oldest first."""
        return list(SentCode.select().where(SentCode.challenge == self.id).order_by(SentCode.made_at))


class SentCode(Table):
    """A code of a challenge. Only its digest is kept; the newest that was sent counts."""

    challenge = ForeignKeyField(Challenge, on_delete="CASCADE")
    digest = TextField()
    made_at = MomentField(index=True)
    """Validity runs from here: the mail is handed over at once."""
    was_sent = BooleanField(default=False)


class Token(Table):
    """A registration or reset code that was made for a mail. It is kept for a day at least, to be counted."""

    administrator = ForeignKeyField(Administrator, on_delete="CASCADE")
    administrator_id: str
    kind = TextField()
    mail_id = TextField(index=True)
    """The mail of the outbox that it was made for; each try of a mail gets another code."""
    digest = TextField()
    made_at = MomentField()
    was_sent = BooleanField(default=False)
    """Whether the mail server is known to have taken the mail; it can have, without anybody knowing."""
    ended_at = MomentField(null=True)
    """When it was used, once, or replaced by the code of a newer mail."""


class WrongToken(Table):
    """A wrong registration or reset code. The address is kept as a digest: people type passwords there."""

    address_digest = TextField(index=True)
    tried_at = MomentField(index=True)
    wait_noted = BooleanField(default=False)
    """Whether a try during the wait that followed it is in activity."""


class PasswordTry(Table):
    """A password that was tried and was not right, as far as is known. The address is kept as a digest."""

    address_digest = TextField()
    origin = TextField()
    tried_at = MomentField(index=True)
    wait_noted = BooleanField(default=False)

    class Meta:
        # They are counted for an address and for an origin.
        indexes = ((("address_digest", "tried_at"), False), (("origin", "tried_at"), False))


class OutgoingMail(Table):
    """A mail that waits. It keeps facts, not words, so no code is stored here."""

    kind = TextField()
    to = TextField()
    facts = TextField()
    """As JSON."""
    made_at = MomentField()
    due_at = MomentField(index=True)
    """When it is tried next; a program that tries it moves this on, so that no other does in the meantime."""
    tries = IntegerField(default=0)
    one_for = TextField(null=True, unique=True)
    """Of the mails with the same value, one at a time is kept; null if there can be any number."""
    in_hand_until = MomentField(null=True)
    """Until when it is left to the program that is sending it; null while it waits."""
    given_up_at = MomentField(null=True)
    """When it failed for good; null while it is tried."""


class Event(Model):
    """Something that happened. Triggers refuse to change or remove it; it outlives the accounts it names."""

    id = AutoField()
    """Grows, unlike other ids: pages are read by it, newest first, without counting."""
    at = MomentField(index=True)
    what = TextField()
    who = TextField()
    about = TextField()
    origin = TextField()

    class Meta:
        database = proxy
        legacy_table_names = False
        table_name = "activity"
        indexes = ((("what", "id"), False),)


class EventKey(Model):
    """A text that an event is found by: an address in it, as a search compares it, or its origin."""

    key = TextField()
    event_id = IntegerField()
    what = TextField()
    """The event's kind again: one kind of what an address did is read without the rest."""

    class Meta:
        database = proxy
        legacy_table_names = False
        table_name = "activity_key"
        primary_key = CompositeKey("key", "event_id")
        without_rowid = True
        indexes = ((("key", "what", "event_id"), False),)
