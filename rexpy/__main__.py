"""`python -m rexpy`: the command line."""

from rexpy.cli.main import main

if __name__ == "__main__":
    main()
