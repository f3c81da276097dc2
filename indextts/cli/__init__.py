"""The command line: ``indextts`` and ``python -m indextts``."""

__all__ = ["main"]


def main() -> None:
    """Import the commands and run the one that was asked for."""
    from indextts.cli.app import run

    run()
