"""What a text feels like, and how the streamer's mood carries it."""
