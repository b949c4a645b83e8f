"""The panels of the member's page."""
