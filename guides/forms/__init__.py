"""What guides and managers fill in."""
