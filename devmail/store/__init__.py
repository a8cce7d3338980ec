"""Where mails are kept: one SQLite file, or memory."""
