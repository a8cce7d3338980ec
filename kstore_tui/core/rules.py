"""The numbers of every rule: tries, waits, limits and validity, in one place."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Rules:
    """Every number that decides who may do what, and for how long.

    The article asks for a 6-digit code by mail; the other numbers follow NIST SP 800-63B-4
    (section 3.1.1 on passwords, 3.2.2 on tries, 5.2 on sessions) and OWASP ASVS 5.0 (V6, V7).
    """

    code_digits: int = 6
    """Digits of a verification code."""
    code_validity: timedelta = timedelta(minutes=10)
    """From the sending of a verification code to its end."""
    tries: int = 5
    """Tries for a challenge, over all the codes sent for it."""
    resend_pause: timedelta = timedelta(seconds=60)
    """From one code of a challenge to the next."""
    resends: int = 3
    """How often a challenge's code can be sent again."""
    codes_an_hour: int = 10
    """Codes an hour for an account, and for an address; used ones don't count."""
    wrong_codes_before_wait: int = 10
    """Wrong codes of an account in a row, over all challenges, before a wait; as many more, another wait."""
    wrong_codes_wait: timedelta = timedelta(minutes=15)
    """How long that wait is."""
    wrong_codes_a_day: int = 50
    """Wrong codes of an account in a day (UTC); then it waits until the day is over."""
    wrong_codes_before_hold: int = 100
    """Wrong codes of an account in a row before it is held."""
    password_warning_pause: timedelta = timedelta(hours=1)
    """Between two mails to an owner that someone had the password but not the code."""
    wrong_passwords_free: int = 5
    """Wrong passwords in a row for an address from one origin before a wait."""
    wrong_password_wait: timedelta = timedelta(seconds=30)
    """The first wait; each further one is twice as long."""
    wrong_password_longest_wait: timedelta = timedelta(minutes=15)
    """The longest of these waits."""
    wrong_passwords_kept: timedelta = timedelta(days=1)
    """How long a wrong password counts."""
    wrong_passwords_an_hour: int = 30
    """Wrong passwords an hour for an address, over all origins, before a pause between them."""
    wrong_password_pause: timedelta = timedelta(minutes=1)
    """How long that pause is."""
    wrong_passwords_of_origin_an_hour: int = 60
    """Wrong passwords an hour from an origin, over all addresses."""
    origin_known: timedelta = timedelta(days=30)
    """How long after a login from an origin others' wrong passwords don't hold the account up there."""
    password_shortest: int = 8
    """Characters of a password, at least."""
    password_longest: int = 256
    """Characters of a password, at most."""
    password_fresh: timedelta = timedelta(minutes=5)
    """How long after entering the password one can change the account's security."""
    registration_validity: timedelta = timedelta(days=3)
    """From the mailing of a registration code to its end."""
    reset_validity: timedelta = timedelta(minutes=30)
    """From the mailing of a reset code to its end."""
    resets_a_day: int = 5
    """Reset codes for an account in 24 hours."""
    mailed_code_tries: int = 5
    """Wrong registration codes for an address, and as many wrong reset codes, before a wait."""
    mailed_code_wait: timedelta = timedelta(minutes=15)
    """How long that wait is."""
    mail_tried: timedelta = timedelta(days=3)
    """How long the store tries to send a mail that can wait."""
    session_idle: timedelta = timedelta(minutes=15)
    """An inactive session ends after this."""
    session_longest: timedelta = timedelta(hours=12)
    """Every session ends after this."""


RULES = Rules()
