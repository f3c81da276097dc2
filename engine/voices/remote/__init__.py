"""Voices on another machine, behind HTTP or a WebSocket."""
