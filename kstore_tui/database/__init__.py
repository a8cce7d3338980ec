"""What is kept: the tables, the migrations that make them, and units of work over them."""
