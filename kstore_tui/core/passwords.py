"""Passwords: which are allowed, and how one is kept and checked (bcrypt over a prehash)."""

import base64
import hashlib
import hmac
import unicodedata

import bcrypt

from kstore_tui.core.errors import InvalidPassword
from kstore_tui.core.rules import RULES, Rules

# Sets these prehashes apart from every other use of SHA-384: a hash stolen elsewhere is no help here.
_PREHASH_CONSTANT = b"kstore-tui password prehash, version 1"
_LONGEST_PART_OF_ADDRESS_ALLOWED = 3


def check_new_password(password: str, login_address: str, rules: Rules = RULES) -> None:
    """Refuse a new password that the rules don't allow.

    Source: NIST SP 800-63B-4 3.1.1.2 and ASVS 6.2: a length, no composition rules, none of the most
    common ones (zxcvbn's list of 30 000), nothing made of the account's own address.

    Raises:
        InvalidPassword: It is too short, too long, too common or made of the address.
    """
    normal = _normal(password)
    if len(normal) < rules.password_shortest:
        raise InvalidPassword(f"Use at least {rules.password_shortest} characters.")
    if len(normal) > rules.password_longest:
        raise InvalidPassword(f"Use at most {rules.password_longest} characters.")
    if _is_made_of(normal.casefold(), login_address.casefold()):
        raise InvalidPassword("This password is too similar to the email address. Choose another one.")
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # slow to import

    if normal.casefold() in FREQUENCY_LISTS["passwords"]:
        raise InvalidPassword("This is one of the most common passwords. Choose another one.")


def _is_made_of(password: str, address: str) -> bool:
    """Return whether little is left of a password once the address, or a part of it, is taken out."""
    local, _, domain = address.partition("@")
    parts = (address, local, domain, domain.partition(".")[0])
    return any(
        part in password and len(password.replace(part, "")) <= _LONGEST_PART_OF_ADDRESS_ALLOWED
        for part in parts
        if part
    )


def hash_new_password(password: str, login_address: str, cost: int) -> str:
    """Check a new password and return what is kept of it.

    Raises:
        InvalidPassword: The rules don't allow it.
    """
    check_new_password(password, login_address)
    return hash_password(password, cost)


def hash_password(password: str, cost: int) -> str:
    """Return what is kept of a password; `cost` is bcrypt's, a power of two (12 takes about 0.3 s)."""
    return bcrypt.hashpw(_prehash(password), bcrypt.gensalt(cost)).decode()


def password_matches(password: str, kept: str) -> bool:
    """Return whether a password is the one that was kept; it takes the same time for every password."""
    return bcrypt.checkpw(_prehash(password), kept.encode())


def hash_of_nobody(cost: int) -> str:
    """Return a hash that no password matches: checking it takes the same work where there is no account."""
    return f"$2b${cost:02}$" + "." * 22 + "." * 31


def do_the_rest_of_the_work(password: str, kept: str, cost: int) -> None:
    """After a wrong password for a hash of a lower cost, take as long in total as the current cost does.

    Otherwise the time would tell that the address has an account, until its owner logs in and the hash is
    renewed. Costs are powers of two, so one check of each cost from the old to the current makes up the
    difference.
    """
    for lower in range(_cost_of(kept), cost):
        password_matches(password, hash_of_nobody(lower))


def needs_rehash(kept: str, cost: int) -> bool:
    """Return whether a hash was made with a lower cost than the current one."""
    return _cost_of(kept) < cost


def _cost_of(kept: str) -> int:
    return int(kept.split("$")[2])


def _normal(password: str) -> str:
    """Return a password in Unicode's NFKC form: the same keys give the same password on every terminal."""
    return unicodedata.normalize("NFKC", password)


def _prehash(password: str) -> bytes:
    """Return 64 bytes made of the whole password: bcrypt takes 72 at most, and no zero byte."""
    text = _normal(password).encode("utf-8", "surrogatepass")
    return base64.b64encode(hmac.new(_PREHASH_CONSTANT, text, hashlib.sha384).digest())
