"""How complete what we know of a member is, and what is missing: a part for each thing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from membership.models import Member, SoftProfile


@dataclass(frozen=True)
class Completeness:
    """How many of the ``parts`` are known, and the names of those that are not."""

    parts: int
    missing: list[str | Promise]

    @property
    def known(self) -> int:
        """How many are known."""
        return self.parts - len(self.missing)

    @property
    def percent(self) -> int:
        """The score; rounded down, so that only a whole profile has 100."""
        return 100 * self.known // self.parts


def completeness(member: Member, *, tags: int, anniversaries: int) -> Completeness:
    """Return the score of ``member``, who has so many tags and anniversaries.

    A birthday she prefers not to give is missing: joining is possible, but nobody greets her.
    """
    soft = getattr(member, "soft_profile", None) or SoftProfile()
    parts = [
        (pgettext_lazy("person", "name"), member.name),
        (_("mobile"), member.phone),
        (_("birthday"), member.birthday),
        (_("gender"), member.gender),
        (_("tags"), tags),
        (_("sizes"), soft.sizes),
        (_("colours and cuts she likes"), soft.colours),
        (_("why she buys"), soft.why_she_buys),
        (_("how she buys"), soft.how_she_buys),
        (_("anniversaries"), anniversaries),
    ]
    return Completeness(len(parts), [label for label, value in parts if not value])
