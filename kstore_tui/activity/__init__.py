"""Activity: what happened in the store, and how it is searched."""
