"""TRUSTED PROCESS: the subcommands of `rexpy policy`, one a module; parsing and printing only."""
