"""The store over SSH: each connection gets its own session, all in one process."""
