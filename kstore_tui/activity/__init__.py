"""Activity: what happened in the store, and searching it."""
