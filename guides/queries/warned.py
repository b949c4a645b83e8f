"""Which ownerships somebody was warned of, as long as the warning is true."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from guides.enums import WarningTo
from guides.models import DueWarning, Ownership
from guides.queries.members import members_of
from stores.access import Access, Act, Reach


def warned_of(access: Access) -> QuerySet[Ownership]:
    """Return the ownerships the visitor was warned of: a guide her own, a manager her store's."""
    own = access.reach(Act.LIST_MEMBERS) == Reach.OWN
    to = WarningTo.GUIDE if own else WarningTo.MANAGER
    told = DueWarning.objects.filter(ownership=OuterRef("pk"), due_on=OuterRef("due_on"), to=to)
    return (
        Ownership.objects.open()
        .filter(Exists(told), member__in=members_of(access))
        .select_related("member", "guide", "store", "rule")
    )
