"""What is filled in there."""
