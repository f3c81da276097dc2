"""The browser page: the avatar over a transparent background, for OBS's browser source."""
