"""What the rest is made of: pure, and with no knowledge of the store."""
