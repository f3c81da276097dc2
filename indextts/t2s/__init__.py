"""Text to semantic tokens: conditioners, the GPT, sampling."""
