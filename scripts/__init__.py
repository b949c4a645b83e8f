"""What the Makefile calls: set-up, run, checks and tests."""
