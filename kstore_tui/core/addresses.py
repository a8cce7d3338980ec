"""Email addresses: which are valid, when two are the same, and how one is shown to a stranger."""

import hashlib
import hmac
import unicodedata
from contextlib import suppress

from kstore_tui.core.errors import InvalidAddress
from kstore_tui.core.text import safe_text


def read_address(typed: str) -> str:
    """Return an email address in its normal form.

    Args:
        typed: The field's content; space around it is dropped.

    Raises:
        InvalidAddress: It is not a valid address; the line says what is wrong with it.
    """
    from email_validator import EmailNotValidError, validate_email  # 45 ms: only when one is entered

    if not typed.strip():
        raise InvalidAddress("Enter an email address.")
    try:
        return validate_email(typed.strip(), check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise InvalidAddress(f"That is not an email address: {_as_part_of_sentence(str(error))}") from None


def fold(address: str) -> str:
    """Return what two spellings of the same mailbox share: case, Unicode form and IDNA folded.

    Anything can be folded, also what is not an address: it then is like no address there is.
    """
    local, at, domain = _normal(address).rpartition("@")
    return f"{local}{at}{_ascii(domain)}".casefold()


def as_searched(text: str) -> str:
    """Return what a search compares of an address or a part of one: as it is read, in any case and form.

    Unlike `fold`, what begins another text here begins it as a person sees it: the first letters of a
    domain that is not ASCII say nothing of its IDNA form.
    """
    local, at, domain = _normal(text).replace("。", ".").casefold().rpartition("@")
    return f"{local}{at}{_readable(domain)}"


def address_digest(key: bytes, of: str, address: str) -> str:
    """Return what is kept of an address that nobody may have: people type passwords there.

    Args:
        key: The store's own key, which is not in the database.
        of: What it is kept for: nobody can tell that two things were tried for one address.
        address: What was typed, in any spelling.
    """
    bound = f"{of}\n{fold(address)}".encode("utf-8", "surrogatepass")
    return hmac.new(key, bound, hashlib.sha256).hexdigest()


def as_mailed(address: str) -> str:
    """Return an address as any mail server takes it: its domain in ASCII (IDNA)."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{_ascii(domain)}"


def check_verification_address(address: str, login_address: str) -> None:
    """Let a verification address pass, or say why it cannot be one.

    Source: the article: codes go to "a different email address than the email address you are
    using to log in". A plus-alias of the login address is the same mailbox.

    Raises:
        InvalidAddress: It is the login address in another spelling.
    """
    if fold(address) == fold(login_address):
        raise InvalidAddress("The codes must go to another address than the login address.")
    if _without_alias(address) == _without_alias(login_address):
        raise InvalidAddress("That is the same mailbox as the login address. Enter another one.")


def mask(address: str) -> str:
    """Return an address so that its owner knows it and a stranger does not: `j•••@example.net`.

    It stands in mails, too, which are read in terminals: nothing in it acts on one.
    """
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


def _as_part_of_sentence(line: str) -> str:
    return line[:1].lower() + line[1:]
