"""The rules of the store's login with their numbers: the one place that holds them."""

from datetime import timedelta
from typing import NamedTuple


class Rules(NamedTuple):
    """Every number that decides who may do what, and for how long.

    The article asks for a 6-digit code by mail; the other numbers follow NIST SP 800-63B-4
    (section 3.1.1 on passwords, 3.2.2 on tries, 5.2 on sessions) and OWASP ASVS 5.0 (V6, V7).
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
    wrong_codes_before_wait: int = 10
    """Wrong codes of an account in a row before a wait, over all challenges; and again after as many more."""
    wrong_codes_wait: timedelta = timedelta(minutes=15)
    """How long that wait is."""
    wrong_codes_a_day: int = 50
    """Wrong codes of an account in a day, in UTC; then it waits till the day is over."""
    wrong_codes_before_hold: int = 100
    """Wrong codes of an account in a row before it is held."""
    password_warning_pause: timedelta = timedelta(hours=1)
    """From one mail that someone had the password but not the code to the next."""
    wrong_passwords_free: int = 5
    """Wrong passwords in a row for an address from one origin before a wait."""
    wrong_password_wait: timedelta = timedelta(seconds=30)
    """How long the first wait is; each further one is twice as long."""
    wrong_password_longest_wait: timedelta = timedelta(minutes=15)
    """How long it is at most."""
    wrong_passwords_kept: timedelta = timedelta(days=1)
    """How long a wrong password counts among those in a row."""
    wrong_passwords_an_hour: int = 30
    """Wrong passwords an hour for an address, over all origins, before a pause between them."""
    wrong_password_pause: timedelta = timedelta(minutes=1)
    """How long that pause is."""
    wrong_passwords_of_origin_an_hour: int = 60
    """Wrong passwords an hour from an origin, over all addresses."""
    origin_known: timedelta = timedelta(days=30)
    """How long after a login from an origin nobody else's wrong passwords keep the account out there."""
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
    mail_tried: timedelta = timedelta(days=3)
    """How long the mail server is tried with a mail that may wait."""
    session_idle: timedelta = timedelta(minutes=15)
    """A session without any action ends after this."""
    session_longest: timedelta = timedelta(hours=12)
    """Every session ends after this."""


RULES = Rules()
