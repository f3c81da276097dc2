"""The profiles that ship: one TOML file per persona."""
