"""What guides and their managers did in a corner of the chain."""

import datetime as dt

from guides.domain.draw_rules import place_of
from guides.domain.draws import finish_draw, freeze_draw
from guides.domain.handing_over import name_deputy
from guides.domain.protecting import protect
from guides.domain.setting_aside import leave_in_peace
from guides.domain.warning import warn
from guides.models import Ownership
from membership.models import Member
from stores.enums import Role
from stores.models import Staff, Store
from tests.factories import DAY, NOON, MemberFactory, posted

NEXT_WEEK = DAY + dt.timedelta(days=7)


def own_and_draw(store: Store, member: Member, guide: Staff, *, by: Staff) -> None:
    """Protect ``member``, leave one in peace, draw one, warn, and let the guide be away."""
    protect(member=member, until=NEXT_WEEK, reason="住院", at_her_wish=False, by=by, at=NOON)
    leave_in_peace(member=MemberFactory(home_store=store), note="不要打扰", by=by, at=NOON)
    MemberFactory(home_store=store)
    place = place_of(store=store, on=DAY)
    finish_draw(draw=freeze_draw(place=place, on=DAY, at=NOON, by=by), at=NOON)
    Ownership.objects.filter(member=member).update(due_on=NEXT_WEEK)
    warn(store=store, on=DAY, at=NOON)
    name_deputy(
        guide=guide,
        deputy=posted(Role.GUIDE, store=store),
        store=store,
        starts_on=DAY,
        ends_on=NEXT_WEEK,
        by=by,
        at=NOON,
    )
