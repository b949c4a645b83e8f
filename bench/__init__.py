"""Measurements of the house, on a PostgreSQL of their own with a million made-up members."""
