"""The rules of the store's login with their numbers: the one place that holds them."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Rules:
    """Every number that decides who may do what, and for how long.

    The article asks for a 6-digit code by mail; the other numbers follow NIST SP 800-63B
    (section 5.1.1 on passwords, 5.2.2 on tries, 7.2 on sessions) and OWASP ASVS 5.0 (V6, V7).
    """

    code_digits: int = 6
    """Digits of a verification code."""
    code_validity: timedelta = timedelta(minutes=10)
    """From the sending of a verification code to its end."""
    tries: int = 5
    """Tries that a challenge allows, over all the codes sent for it."""
    resend_pause: timedelta = timedelta(seconds=60)
    """From one code of a challenge to the next."""
    resends: int = 3
    """How often a challenge's code can be sent again."""
    codes_an_hour: int = 10
    """Codes an hour for one account, and for one address, those that were used not counted."""
    password_shortest: int = 8
    """Characters of a password, at least."""
    password_longest: int = 256
    """Characters of a password, at most."""
    password_fresh: timedelta = timedelta(minutes=5)
    """How long a password given counts as fresh for a change of the account's security."""
    registration_validity: timedelta = timedelta(days=3)
    """From the mailing of a registration code to its end."""
    reset_validity: timedelta = timedelta(minutes=30)
    """From the mailing of a reset code to its end."""
    resets_a_day: int = 5
    """Reset codes for an account in 24 hours."""
    mailed_code_tries: int = 5
    """Wrong registration codes for an address, and wrong reset codes, before a wait."""
    mailed_code_wait: timedelta = timedelta(minutes=15)
    """How long that wait is."""
    session_idle: timedelta = timedelta(minutes=15)
    """A session without any action ends after this."""
    session_longest: timedelta = timedelta(hours=12)
    """Every session ends after this."""


RULES = Rules()
