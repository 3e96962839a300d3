"""Host names. Run by the broker, trusted."""
