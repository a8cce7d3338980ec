"""A mail server inside a test run, and what came to it."""
