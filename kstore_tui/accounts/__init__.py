"""Accounts: logging in, sessions, and everything that changes an account."""
