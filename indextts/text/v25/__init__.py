"""The text front end of version 2.5: byte-level tokens, several languages."""
