"""Files: safe loading, strict assignment, checking, downloading, conversion."""
