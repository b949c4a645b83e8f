"""One shop all of whose members are overdue, on whatever database there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.core.management import call_command
from django.db import transaction

from bench.generate import Chain, fill_with_people
from guides.enums import EndReason, OwnershipReason
from guides.models import Ownership, OwnershipRule
from membership.models import Member
from stores.models import Posting, Store

GUIDES = 10


def fill(*, members: int, at: dt.datetime) -> None:
    """Make a shop of ``members``: each was lost by a guide of ten, and is overdue with another."""
    call_command("migrate", verbosity=0)
    chain = Chain(members, members_per_store=members, guides_per_store=GUIDES)
    with transaction.atomic():
        fill_with_people(chain, today=at.date())
        Ownership.objects.bulk_create(_hands(at), batch_size=1_000)


def _hands(at: dt.datetime) -> Iterator[Ownership]:
    store = Store.objects.order_by("pk")[0]
    guides = list(Posting.objects.guides().filter(store=store).values_list("staff", flat=True))
    given, lost = at - dt.timedelta(days=140), at - dt.timedelta(days=70)
    facts = {
        "store": store,
        "reason": OwnershipReason.DRAW,
        "rule": OwnershipRule.objects.get(),
    }
    for member in Member.objects.order_by("pk").values_list("pk", flat=True):
        first, second = guides[member % GUIDES], guides[(member + 1) % GUIDES]
        yield Ownership(
            member_id=member,
            guide_id=first,
            starts_at=given,
            clock_from=given.date(),
            due_on=lost.date(),
            ends_at=lost,
            end_reason=EndReason.RECYCLED,
            **facts,
        )
        yield Ownership(
            member_id=member,
            guide_id=second,
            starts_at=lost,
            clock_from=lost.date(),
            due_on=at.date() - dt.timedelta(days=1),
            **facts,
        )
