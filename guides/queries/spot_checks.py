"""Which contacts a manager looks at again today: drawn at random, the same all day."""

from __future__ import annotations

import datetime as dt
import random

from django.db.models import Prefetch, QuerySet

from common.periods import midnight
from guides.domain.complaining import care_rule
from guides.models import Contact, SpotCheck
from stores.models import Store

LATELY = dt.timedelta(days=7)


def drawn_for(store: Store, *, on: dt.date) -> QuerySet[Contact]:
    """Return the contacts of ``store`` to look at on the day ``on``.

    They are drawn from those of the seven days before, without corrections: that set is over,
    and day and store are the seed, so the draw is the same whenever it is asked for.
    """
    begins = midnight(on)
    lately = Contact.objects.filter(
        store=store, corrects=None, at__gte=begins - LATELY, at__lt=begins
    )
    keys = list(lately.order_by("pk").values_list("pk", flat=True))
    number = min(care_rule(on=on).spot_checks, len(keys))
    draw = random.Random(f"{on.isoformat()}:{store.code}")  # noqa: S311 - repeatable, no secret
    checks = SpotCheck.objects.select_related("by")
    return (
        Contact.objects.filter(pk__in=draw.sample(keys, number))
        .select_related("member", "staff")
        .prefetch_related(Prefetch("spot_checks", checks))
        .order_by("-at", "-pk")
    )
