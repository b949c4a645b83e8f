"""The member of a corner brought a friend, who bought."""

from loyalty.models import OccasionReward, SpendRebateRule
from loyalty.models.coupon import CouponKind
from membership.models import Member
from sales.models import Shift
from tests.factories import DAY, NOON, MemberFactory, ProductFactory
from tests.shop import sell


def bring_friend(member: Member, shift: Shift) -> Member:
    """Let a friend of ``member`` buy; the shop rewards that, and large tickets."""
    OccasionReward.objects.get_or_create(occasion="referring", points=5, effective_from=DAY)
    kind, _made = CouponKind.objects.get_or_create(
        code="next", defaults={"name_zh": "下次抵扣券", "effect": "amount", "amount": 1}
    )
    SpendRebateRule.objects.get_or_create(
        effective_from=DAY, defaults={"minimum_ticket": 99_999, "coupon_kind": kind}
    )
    friend = MemberFactory(name="周敏", home_store=member.home_store, referrer=member)
    sell(shift, (ProductFactory(), 1), member=friend, at=NOON)
    return friend
