"""The guide's day: whom to contact, why, in which order."""
