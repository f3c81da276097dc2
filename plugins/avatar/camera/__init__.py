"""The virtual camera, in a process of its own: drawing and drivers must never cost the voice a sample."""
