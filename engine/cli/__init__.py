"""The command line: `streamvoice` and `python run_engine.py`."""

from engine.cli.app import main

__all__ = ["main"]
