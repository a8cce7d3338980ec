"""How often a code may be mailed: parts of the unit of work that prepares one."""

from datetime import datetime, timedelta

from kstore_tui.core.errors import NoResendsLeft, ResendTooEarly, TooManyCodesSent
from kstore_tui.core.rules import Rules
from kstore_tui.database.models import Challenge, SentCode

_HOUR = timedelta(hours=1)
_SENDING = timedelta(seconds=30)
"""A code that is not known to be sent counts for so long: then its sending has failed or was given up."""


def refuse_early_resend(challenge: Challenge, now: datetime, rules: Rules) -> None:
    """Let the first code of a challenge pass, and another only after a pause, so many times.

    Raises:
        ResendTooEarly: The last code is too young.
        NoResendsLeft: There were as many as allowed.
    """
    made = [sent.made_at for sent in challenge.codes() if sent.was_sent or sent.made_at > now - _SENDING]
    if len(made) > rules.resends:
        raise NoResendsLeft(rules)
    if made and now < made[-1] + rules.resend_pause:
        raise ResendTooEarly(made[-1] + rules.resend_pause)


def refuse_too_many_codes(challenge: Challenge, now: datetime, rules: Rules) -> None:
    """Hold the codes of an hour for one account and for one address; used ones are not counted.

    Nobody's mailbox is to be flooded, and nobody is to buy more guesses by more codes.

    Raises:
        TooManyCodesSent: The line says from when on it goes again.
    """
    for whose in (
        Challenge.administrator == challenge.administrator_id,
        Challenge.address_key == challenge.address_key,
    ):
        recent = (
            SentCode.select(SentCode.made_at)
            .join(Challenge)
            .where(
                whose,
                Challenge.used_at.is_null(),
                SentCode.made_at > now - _HOUR,
                SentCode.was_sent | (SentCode.made_at > now - _SENDING),
            )
            .order_by(SentCode.made_at.desc())
            .limit(rules.codes_an_hour)
        )
        made = [sent.made_at for sent in recent]
        if len(made) == rules.codes_an_hour:
            raise TooManyCodesSent(made[-1] + _HOUR)
