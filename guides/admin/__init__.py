"""Members, their guides and what passed between them, in the administration."""

from guides.admin import care, members

__all__ = ["care", "members"]
