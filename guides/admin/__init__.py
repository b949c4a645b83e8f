"""Members, their guides and what passed between them, in the administration."""

from guides.admin import care, members, rules_of_care

__all__ = ["care", "members", "rules_of_care"]
