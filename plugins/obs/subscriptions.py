"""Which events OBS sends us, as the bits of its Identify message."""

ALL_EVENTS = 1023
"""Everything but the events that come many times a second."""
VOLUME_METERS = 1 << 16
