"""Members, their guides and what passed between them, in the administration."""

from guides.admin import care, draws, members, rules_of_care, surveys

__all__ = ["care", "draws", "members", "rules_of_care", "surveys"]
