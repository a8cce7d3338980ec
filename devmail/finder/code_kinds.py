"""What words say of a number beside them."""

from enum import IntEnum, auto


class Kind(IntEnum):
    """What a word says of a number beside it."""

    CODE = auto()
    """It is a code."""
    PROVING_CODE = auto()
    """It is a code that proves who one is."""
    CONFIRMING_CODE = auto()
    """It is a code that confirms something: who one is, or a booking."""
    PASSWORD = auto()
    """It is a code if it stands right there: most mails that speak of a password bring none."""
    DIGITS = auto()
    """It is digits or letters, as they are told to be entered."""
    NO_CODE = auto()
    """It is something else, even where it is called a code: a postal code, an error, a parcel."""
    MANY = auto()
    """There are several codes."""
    END = auto()
    """It is the end of a longer one."""
    OFFER = auto()
    """It makes something cheaper, even where it is called a code."""
    LABEL = auto()
    """It is the number of something: an order, a telephone, a card."""
    ACCOUNT = auto()
    """It is the number of an account."""
    NUMBER = auto()
    """It is the number of what is named beside it."""
    CHECK = auto()
    """It is for verifying something."""
    IS = auto()
    """It is what has been named."""
    ENTER = auto()
    """It is to be entered."""
    PROOF = auto()
    """It is for proving who one is."""
    CONFIRMED = auto()
    """It is for confirming something: who one is, or a booking."""
    SOON = auto()
    """It is good for minutes only."""
    YOURS = auto()
    """It is the reader's."""
    THIS = auto()
    """It is this one, or the one that follows."""
    ONCE = auto()
    """It serves once, as a code does."""
    OF = auto()
    """It belongs to what comes after it."""
    WITH = auto()
    """It serves for what came before it."""
    FOR = auto()
    """It serves for what comes after it."""
    NOT = auto()
    """It is not so, or not to be done."""


CODES = (Kind.CODE, Kind.PROVING_CODE, Kind.CONFIRMING_CODE, Kind.PASSWORD, Kind.DIGITS, Kind.MANY)
"""Kinds of words that call a number beside them a code."""
SURE_CODES = (Kind.CODE, Kind.PROVING_CODE, Kind.CONFIRMING_CODE)
"""The same without those that most mails speak of which bring none."""
STRICTLY_PROVING = frozenset((Kind.PROOF, Kind.CHECK, Kind.ONCE, Kind.PROVING_CODE))
"""Kinds of words that are about proving who one is."""
NEAR_CODES = (Kind.PASSWORD, Kind.DIGITS, Kind.MANY)
"""Those, which call a number one only if it stands right there."""
PROVING = STRICTLY_PROVING | {Kind.CONFIRMED, Kind.CONFIRMING_CODE}
"""The same with those that may be."""
SAYS_SO = PROVING | {Kind.SOON}
"""Kinds of words near a code that prove it one, where no other kind of code is spoken of."""
SPOILERS = (Kind.OFFER, Kind.NO_CODE, Kind.END, Kind.LABEL, Kind.ACCOUNT)
"""Kinds of words that call it something else."""
