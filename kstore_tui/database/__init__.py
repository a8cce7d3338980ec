"""The database: its tables, the migrations that make them, opening it, and transactions."""
