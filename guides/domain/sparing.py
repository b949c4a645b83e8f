"""How often a member may hear from us: the best are not to be worn out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from guides.domain.complaining import care_rule
from membership.models import Member


@dataclass(frozen=True)
class Heard:
    """How many ``times`` a member heard from us in the last ``days``; a cap of 0 is none."""

    times: int
    days: int
    cap: int

    @property
    def is_enough(self) -> bool:
        """Whether she is to be spared what can be left."""
        return 0 < self.cap <= self.times


class HeardEnough(Exception):
    """She has heard from us as often as the rule allows."""

    def __init__(self, *, heard: Heard) -> None:
        super().__init__(f"{heard.times} contacts in {heard.days} days")
        self.heard = heard


def heard_by(member: Member, *, at: dt.datetime) -> Heard:
    """Return how often ``member`` heard from anybody of us, up to ``at``.

    Calls and texts count, answered or not; what was said in the store does not.
    """
    rule = care_rule(on=timezone.localdate(at))
    since = at - dt.timedelta(days=rule.contacts_days)
    lately = member.contacts.standing().from_us().filter(at__gt=since, at__lte=at)
    return Heard(lately.count(), rule.contacts_days, rule.contacts_most)
