"""How each promise of points, their rules and tiers is broken."""

import datetime as dt
import uuid
from decimal import Decimal

from loyalty.enums import (
    Decision,
    EntryKind,
    Measure,
    Occasion,
    TierReason,
)
from loyalty.models import (
    EarningRule,
    ExpiryNotice,
    LotAllocation,
    MemberScore,
    OccasionReward,
    PointsAdjustment,
    PointsBand,
    ProgrammeRule,
    RedemptionRule,
    RulesStamp,
    ScoringRule,
    SpendRebateRule,
    Tier,
    TierApplication,
    TierAssignment,
)
from tests.factories import DAY, NOON, MemberFactory, StaffFactory
from tests.loyalty.factories import (
    CouponKindFactory,
    EarningBonusFactory,
    EarningRuleFactory,
    PointsAccountFactory,
    PointsEntryFactory,
    PointsLotFactory,
    TierCriterionFactory,
    TierFactory,
)

CENT = Decimal("0.01")
EARLIER = NOON - dt.timedelta(seconds=1)


def allocate_nothing():
    lot = PointsLotFactory()
    LotAllocation.objects.create(entry=lot.entry, lot=lot, points=0)


def the_same_cause_again():
    first = PointsEntryFactory()
    PointsEntryFactory(account=first.account, reference=first.reference)


def assignment(**facts):
    given = {"member": MemberFactory(), "tier": Tier.objects.get(code="gold"), "starts_at": NOON}
    return TierAssignment.objects.create(**given | {"reason": TierReason.ENTRY} | facts)


def application(**facts):
    given = {"member": MemberFactory(), "tier": Tier.objects.get(code="gold"), "asked_at": NOON}
    return TierApplication.objects.create(**given | {"asked_by": StaffFactory()} | facts)


def the_same_application_again():
    application(member=application().member)


def adjustment(**facts):
    given = {"key": uuid.uuid4(), "member": MemberFactory(), "points": 600, "reason": "补录"}
    return PointsAdjustment.objects.create(
        **given | {"asked_at": NOON, "asked_by": StaffFactory()} | facts
    )


def agreed_by_who_asked():
    one = StaffFactory()
    adjustment(
        needs_second=True, asked_by=one, decided_by=one, state=Decision.REFUSED, decided_at=NOON
    )


def two_of_one_day(rule, **facts):
    for _ in "ab":
        rule.objects.create(effective_from=DAY, **facts)


def redemption_rule(**facts):
    return RedemptionRule.objects.create(effective_from=DAY, **facts)


def programme_rule(**facts):
    return ProgrammeRule.objects.create(effective_from=DAY, **facts)


def scoring_rule(**facts):
    return ScoringRule.objects.create(effective_from=DAY, **facts)


def member_score(**facts):
    given = {
        "member": MemberFactory(),
        "rule": ScoringRule.objects.get(),
        "visits": 1,
        "net": 1,
        "last_on": DAY,
        "recency": 1,
        "frequency": 1,
        "amount": 1,
        "score": 20,
        "grade": "C",
    }
    return MemberScore.objects.create(**given | facts)


def occasion_reward(**facts):
    given = {"effective_from": DAY, "occasion": Occasion.JOINING, "points": 10}
    return OccasionReward.objects.create(**given | facts)


def spend_rebate(**facts):
    given = {"effective_from": DAY, "coupon_kind": CouponKindFactory()}
    return SpendRebateRule.objects.create(**given | facts)


def notice(**facts):
    given = {"account": PointsAccountFactory(), "expires_on": DAY, "days_ahead": 30, "points": 1}
    return ExpiryNotice.objects.create(**given | {"written_at": NOON} | facts)


BREAKERS = {
    "loyalty_account_debt_is_not_negative": [lambda: PointsAccountFactory(balance=1, debt=-1)],
    "loyalty_account_is_negative_only_by_its_debt": [
        lambda: PointsAccountFactory(balance=-2, debt=1)
    ],
    "loyalty_adjustment_is_decided_once": [
        lambda: adjustment(entry=PointsEntryFactory()),
        lambda: adjustment(decided_at=NOON),
        lambda: adjustment(decided_by=StaffFactory()),
        lambda: adjustment(state=Decision.APPROVED, decided_at=NOON),
        lambda: adjustment(state=Decision.APPROVED, entry=PointsEntryFactory()),
        lambda: adjustment(state=Decision.REFUSED),
        lambda: adjustment(state=Decision.REFUSED, decided_at=NOON, entry=PointsEntryFactory()),
    ],
    "loyalty_adjustment_moves_something_for_a_reason": [
        lambda: adjustment(points=0),
        lambda: adjustment(reason=""),
    ],
    "loyalty_adjustment_needs_somebody_else": [agreed_by_who_asked],
    "loyalty_allocation_moves_something": [allocate_nothing],
    "loyalty_bonus_ends_after_it_starts": [lambda: EarningBonusFactory(since=DAY, until=DAY)],
    "loyalty_bonus_multiplier_is_positive": [lambda: EarningBonusFactory(multiplier=0)],
    "loyalty_earning_rule_starts_on_its_own_day": [lambda: two_of_one_day(EarningRule)],
    "loyalty_earning_rule_gives_not_takes": [
        lambda: EarningRuleFactory(points_per_yuan=Decimal("-0.1")),
        lambda: EarningRuleFactory(minimum_ticket=-CENT),
    ],
    "loyalty_entry_cause_posts_once": [the_same_cause_again],
    "loyalty_entry_has_the_sign_of_its_kind": [
        lambda: PointsEntryFactory(points=0),
        lambda: PointsEntryFactory(points=-1),
        lambda: PointsEntryFactory(kind=EntryKind.AWARD, points=-1),
        lambda: PointsEntryFactory(kind=EntryKind.OPENING, points=-1),
        lambda: PointsEntryFactory(kind=EntryKind.FORGIVE, points=-1),
        lambda: PointsEntryFactory(kind=EntryKind.REDEEM, points=1),
        lambda: PointsEntryFactory(kind=EntryKind.EXPIRE, points=1),
        lambda: PointsEntryFactory(kind=EntryKind.REVERSE, points=-1),
        lambda: PointsEntryFactory(kind=EntryKind.REVERSE, points=0, reverses=PointsEntryFactory()),
        lambda: PointsEntryFactory(kind=EntryKind.ADJUST, points=1),
        lambda: PointsEntryFactory(kind=EntryKind.ADJUST, points=0, note="更正"),
        lambda: PointsEntryFactory(kind=EntryKind.MERGE, points=0),
        lambda: PointsEntryFactory(kind="gift"),
    ],
    "loyalty_entry_names_its_cause": [lambda: PointsEntryFactory(reference="")],
    "loyalty_expiry_is_noticed_once": [lambda: notice(account=notice().account)],
    "loyalty_expiry_notice_is_of_points": [lambda: notice(points=0)],
    "loyalty_lot_remaining_within_points": [
        lambda: PointsLotFactory(remaining=11),
        lambda: PointsLotFactory(remaining=-1),
        lambda: PointsLotFactory(points=0, remaining=0),
    ],
    "loyalty_occasion_reward_gives_not_takes": [
        lambda: occasion_reward(points=-1),
        lambda: occasion_reward(minimum_ticket=-CENT),
    ],
    "loyalty_occasion_reward_starts_on_its_own_day": [
        lambda: two_of_one_day(OccasionReward, occasion=Occasion.JOINING)
    ],
    "loyalty_programme_discounts_are_shares": [
        lambda: programme_rule(cashier_pays_least=10_001),
        lambda: programme_rule(manager_pays_least=10_001),
    ],
    "loyalty_programme_invites_from_an_amount": [
        lambda: programme_rule(invite_from=0),
        lambda: programme_rule(invite_from=-1),
    ],
    "loyalty_points_band_begins_at_zero_or_above": [lambda: PointsBand.objects.create(floor=-1)],
    "loyalty_scoring_rule_starts_on_its_own_day": [lambda: two_of_one_day(ScoringRule)],
    "loyalty_scoring_rule_weights_make_a_hundred": [
        lambda: scoring_rule(recency_weight=31),
        lambda: scoring_rule(amount_weight=39),
    ],
    "loyalty_scoring_rule_a_ends_before_b": [
        lambda: scoring_rule(a_share=0),
        lambda: scoring_rule(a_share=50),
        lambda: scoring_rule(b_share=101),
    ],
    "loyalty_scoring_rule_looks_back_some_months": [
        lambda: scoring_rule(months=0),
        lambda: scoring_rule(months=61),
    ],
    "loyalty_member_score_is_made_of_fifths": [
        lambda: member_score(recency=0),
        lambda: member_score(frequency=6),
        lambda: member_score(amount=6),
    ],
    "loyalty_member_score_is_20_to_100": [
        lambda: member_score(score=19),
        lambda: member_score(score=101),
    ],
    "loyalty_member_score_is_of_who_bought": [
        lambda: member_score(visits=0),
        lambda: member_score(net=0),
    ],
    "loyalty_programme_rule_starts_on_its_own_day": [lambda: two_of_one_day(ProgrammeRule)],
    "loyalty_redemption_closes_after_it_opens": [
        lambda: redemption_rule(opens_on=DAY, closes_on=DAY)
    ],
    "loyalty_redemption_rule_is_possible": [
        lambda: redemption_rule(point_value=0),
        lambda: redemption_rule(minimum=0),
        lambda: redemption_rule(step=0),
        lambda: redemption_rule(share=10_001),
    ],
    "loyalty_redemption_rule_starts_on_its_own_day": [lambda: two_of_one_day(RedemptionRule)],
    "loyalty_rules_stamp_is_one_row": [lambda: RulesStamp.objects.create(pk=2, value="x")],
    "loyalty_spend_rebate_is_a_share": [
        lambda: spend_rebate(share=10_001),
        lambda: spend_rebate(minimum_ticket=-CENT),
    ],
    "loyalty_spend_rebate_starts_on_its_own_day": [
        lambda: two_of_one_day(SpendRebateRule, coupon_kind=CouponKindFactory())
    ],
    "loyalty_tier_application_is_decided_by_somebody": [
        lambda: application(decided_at=NOON),
        lambda: application(state=Decision.APPROVED, decided_at=NOON),
        lambda: application(state=Decision.REFUSED, decided_by=StaffFactory()),
    ],
    "loyalty_tier_application_waits_once": [the_same_application_again],
    "loyalty_tier_assignment_ends_after_it_starts": [lambda: assignment(ends_at=EARLIER)],
    "loyalty_tier_assignment_is_open_once_per_member": [
        lambda: assignment(member=assignment().member)
    ],
    "loyalty_tier_criterion_has_a_threshold_where_it_counts": [
        lambda: TierCriterionFactory(threshold=0),
        lambda: TierCriterionFactory(threshold=-CENT),
        lambda: TierCriterionFactory(measure=Measure.PAID_CARD, threshold=1),
        lambda: TierCriterionFactory(measure=Measure.APPROVAL, threshold=1),
    ],
    "loyalty_tier_discount_is_a_share": [
        lambda: TierFactory(discount=0),
        lambda: TierFactory(discount=10_001),
    ],
    "loyalty_tier_measures_a_thing_once": [
        lambda: TierCriterionFactory(tier=TierCriterionFactory().tier)
    ],
    "loyalty_tier_multiplier_is_positive": [lambda: TierFactory(multiplier=0)],
    "loyalty_trial_of_a_tier_has_an_end": [lambda: assignment(reason=TierReason.TRIAL)],
}
