"""Finding the code and the link of a mail: pure, from text to text."""
