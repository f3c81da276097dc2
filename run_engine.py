"""Start streamvoice: `python run_engine.py --help`."""

from engine.cli import main

if __name__ == "__main__":
    main()
