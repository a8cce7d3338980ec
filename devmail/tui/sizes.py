"""Sizes, as people read them."""


def size(number: int) -> str:
    """Return a number of bytes in the unit that fits it.

    Args:
        number: How many.
    """
    if number < 1000:
        return f"{number} B"
    return f"{number / 1000:.1f} kB" if number < 1_000_000 else f"{number / 1_000_000:.1f} MB"
