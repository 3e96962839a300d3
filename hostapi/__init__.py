"""What a script may ask of the host: run by the broker, trusted; it knows nothing of rexpy."""
