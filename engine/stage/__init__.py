"""What outputs follow: which sample is heard now, what is being said there, and the sound itself."""
