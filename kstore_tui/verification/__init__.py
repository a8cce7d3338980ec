"""Verification: codes and tokens, the limits on them, and the mails that warn of misuse."""
