"""What emoji, emotes, words and marks say about a feeling: lists written by hand, and how they are read."""
