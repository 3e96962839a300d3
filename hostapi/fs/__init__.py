"""Files and directories, one operation a module. Run by the broker, trusted."""
