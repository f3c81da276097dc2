"""The built-in plugins: one file or small folder per platform or program, using ``engine.api`` like any other."""
