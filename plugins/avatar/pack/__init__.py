"""Avatars of pictures (PNGTubers): a folder with a picture for each feeling, mouth and blink."""
