"""Kokoro: small neural voices for Mandarin, English and Japanese on any CPU."""
