"""Accounts: how people get in, stay in, and change what they log in with."""
