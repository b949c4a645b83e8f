"""What the service desk did for the member of a corner."""

from uuid import uuid4

from loyalty.domain.perks import use_perk
from loyalty.domain.rewards import redeem_reward
from loyalty.models import Perk, Reward
from membership.models import Member
from stores.models import Staff
from tests.factories import NOON


def serve(member: Member, number: int, *, by: Staff) -> None:
    """Use a perk and redeem a reward."""
    facts = {"member": member, "store": member.home_store, "by": by, "at": NOON}
    use_perk(key=uuid4(), perk=Perk.objects.get(code="parking"), **facts)
    mug = Reward.objects.create(
        code=f"mug-{number}", kind="gift", points=1, name_zh="杯子", stock=9
    )
    redeem_reward(key=uuid4(), reward=mug, **facts)
