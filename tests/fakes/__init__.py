"""Stand-ins that model time and failure."""
