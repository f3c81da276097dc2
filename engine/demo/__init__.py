"""The built-in forty seconds of chat and the picture of what became of it."""
