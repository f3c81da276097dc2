"""``python -m indextts``."""

from indextts.cli import main

if __name__ == "__main__":
    main()
