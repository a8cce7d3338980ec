"""Mail: what every mail says, the outbox, the worker that empties it, and the SMTP transport."""
