"""Reading a mail, however broken it is: pure, from bytes to text."""
