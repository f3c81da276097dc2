"""The command line: `streamvoice` and `python run_engine.py`."""

import gc

__all__ = ["main"]


def main() -> None:
    """Import the commands and run the one that was asked for."""
    gc.disable()  # what imports make stays: looking through it for garbage took a tenth of the start
    from engine.cli.app import run
    from engine.cli.leaving import leave

    gc.freeze()
    gc.enable()
    leave(run)
