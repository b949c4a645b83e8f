"""What the service desk did for the member of a corner, and what a partner is owed for it."""

from uuid import uuid4

from loyalty.domain.partner_checks import note_check
from loyalty.domain.perks import use_perk
from loyalty.domain.rewards import redeem_reward
from loyalty.models import Perk, Reward
from membership.models import Member
from stores.models import Staff
from tests.factories import DAY, NOON, StaffFactory
from tests.loyalty.alliance import car_wash, drafted, use, washing


def serve(member: Member, number: int, *, by: Staff) -> None:
    """Use a perk and redeem a reward."""
    facts = {"member": member, "store": member.home_store, "by": by, "at": NOON}
    use_perk(key=uuid4(), perk=Perk.objects.get(code="parking"), **facts)
    mug = Reward.objects.create(
        code=f"mug-{number}", kind="gift", points=1, name_zh="杯子", stock=9
    )
    redeem_reward(key=uuid4(), reward=mug, **facts)


def ally(member: Member, number: int) -> None:
    """Have a partner serve the member, look at its service, and draft its statement."""
    partner = car_wash(f"洗车行{number}")
    use(member, washing(partner))
    drafted(partner)
    note_check(
        key=uuid4(), partner=partner, checked_on=DAY, mark=4, found="干净", by=StaffFactory()
    )
