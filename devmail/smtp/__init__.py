"""The mail server: SMTP as real clients speak it."""
