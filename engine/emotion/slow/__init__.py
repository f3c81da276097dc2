"""Slower, better readers of feelings (Qwen, a server), and how they read ahead so that no line waits."""
