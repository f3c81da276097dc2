"""Sound on its way out: the ring, the sinks, the devices."""
