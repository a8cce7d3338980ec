"""Email addresses: which are valid, which are the same, and how one is shown to a stranger."""

import hashlib
import hmac
import unicodedata
from contextlib import suppress

from kstore_tui.core.errors import InvalidAddress
from kstore_tui.core.text import safe_text


def read_address(typed: str) -> str:
    """Return what was typed as an email address in its normal form.

    Raises:
        InvalidAddress: It is not a valid address; the line says what is wrong with it.
    """
    from email_validator import EmailNotValidError, validate_email  # slow to import

    if not typed.strip():
        raise InvalidAddress("Enter an email address.")
    try:
        return validate_email(typed.strip(), check_deliverability=False).normalized
    except EmailNotValidError as error:
        why = str(error)
        raise InvalidAddress(f"This isn't an email address: {why[:1].lower()}{why[1:]}") from None


def fold(address: str) -> str:
    """Return what two spellings of one mailbox share: case, Unicode form and IDNA are folded.

    Anything can be folded; what is not an address then equals none.
    """
    local, at, domain = _normal(address).rpartition("@")
    return f"{local}{at}{_ascii(domain)}".casefold()


def as_searched(text: str) -> str:
    """Return what a search compares of an address or a part of one: as a person reads it, case folded.

    Unlike `fold`, it keeps domains readable: the first letters of a domain that is not ASCII are not
    the first letters of its IDNA form.
    """
    local, at, domain = _normal(text).replace("。", ".").casefold().rpartition("@")
    return f"{local}{at}{_readable(domain)}"


def address_digest(key: bytes, of: str, address: str) -> str:
    """Return an HMAC of a typed address, to keep in its place: people type passwords into the wrong field.

    `of` says what it is kept for, so that digests kept for different reasons can't be linked.
    """
    bound = f"{of}\n{fold(address)}".encode("utf-8", "surrogatepass")
    return hmac.new(key, bound, hashlib.sha256).hexdigest()


def as_mailed(address: str) -> str:
    """Return an address as any mail server takes it: its domain in ASCII (IDNA)."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{_ascii(domain)}"


def check_verification_address(address: str, login_address: str) -> None:
    """Refuse a verification address that is the login address in another spelling, or a plus-alias of it.

    Source: the article: codes go to "a different email address than the email address you are
    using to log in".
    """
    if fold(address) == fold(login_address):
        raise InvalidAddress("Use an address other than your login address.")
    if _without_alias(address) == _without_alias(login_address):
        raise InvalidAddress("This is the same mailbox as your login address. Use another one.")


def mask(address: str) -> str:
    """Return an address that only its owner recognizes, safe to show: `j•••@example.net`."""
    local, _, domain = address.rpartition("@")
    return safe_text(f"{local[:1]}•••@{domain}")


def _normal(text: str) -> str:
    keepable = text.encode("utf-8", "backslashreplace").decode()  # a terminal may send half a character
    return unicodedata.normalize("NFKC", keepable.strip())


def _readable(domain: str) -> str:
    if "xn--" in domain:
        import idna

        with suppress(idna.IDNAError):
            return idna.decode(domain).casefold()
    return domain


def _ascii(domain: str) -> str:
    import idna

    with suppress(idna.IDNAError):
        return idna.encode(domain, uts46=True).decode()
    return domain


def _without_alias(address: str) -> str:
    local, _, domain = fold(address).rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
