"""The wire between broker and worker: run by both, pure; bytes in, events out, no input or output of its own."""
