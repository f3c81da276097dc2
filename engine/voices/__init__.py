"""The voices: what turns a line into sound."""
