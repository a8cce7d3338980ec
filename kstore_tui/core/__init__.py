"""Pure building blocks, without database, mail or terminal."""
