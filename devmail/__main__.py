"""`python -m devmail`, and the `devmail` command."""


def main() -> int:
    """Run."""
    return 0
