"""Text to token ids: normalisation, glossary, pinyin, tokens, segments."""
