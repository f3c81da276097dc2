"""Sound while a line is still being decoded."""
