"""TRUSTED PROCESS: the command line, one module a subcommand; parsing and printing only."""
