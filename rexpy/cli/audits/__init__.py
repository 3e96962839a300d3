"""TRUSTED PROCESS: the subcommands of `rexpy audit`, one a module; reading and printing only."""
