"""The lists guides see."""
