"""What a mail's bytes were before they were wrapped for the way."""

from binascii import Error, a2b_base64, a2b_qp


def unwrapped(body: bytes, way: bytes) -> bytes:
    """Return what a body or a part holds, as far as it can be told.

    Args:
        body: As it was sent.
        way: How, as its `Content-Transfer-Encoding` says; what is no such way is none.
    """
    match way.strip().lower():
        case b"quoted-printable":
            return a2b_qp(body)
        case b"base64":
            return from_base64(body)
    return body


def from_base64(body: bytes) -> bytes:
    """Return what base64 holds, though its end is wrong; what is none stays as it is.

    Args:
        body: The base64, with whatever else is in it.
    """
    for content in (body, body.rstrip(b"=\r\n ") + b"==", body.rstrip(b"=\r\n ")[:-1] + b"=="):
        try:
            return a2b_base64(content)
        except Error:
            continue
    return body
