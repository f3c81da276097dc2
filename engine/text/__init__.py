"""Chat text to what a person would read aloud, and where it may be cut."""
