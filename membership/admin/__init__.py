"""The records of membership in the administration."""

from membership.admin import cards, organisations, records

__all__ = ["cards", "organisations", "records"]
