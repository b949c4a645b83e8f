from loyalty.models.account import PointsAccount
from loyalty.models.adjustment import PointsAdjustment
from loyalty.models.band import PointsBand
from loyalty.models.coupon import Coupon, CouponKind, CouponUse
from loyalty.models.entry import PointsEntry
from loyalty.models.lot import ALWAYS, NEVER, ExpiryNotice, LotAllocation, PointsLot
from loyalty.models.partner import Partner, PartnerCheck, PartnerTerms
from loyalty.models.partner_ledger import PartnerEntry
from loyalty.models.partner_statement import PartnerStatement, PartnerStatementLine
from loyalty.models.perk import Perk, PerkUse, TierPerk
from loyalty.models.price import MemberPrice
from loyalty.models.rebate import AnnualRebate, RebateBand
from loyalty.models.referral import Referral
from loyalty.models.reward import Redemption, Reward
from loyalty.models.rule import (
    EarningBonus,
    EarningRule,
    OccasionReward,
    ProgrammeRule,
    RedemptionRule,
    SpendRebateRule,
)
from loyalty.models.scoring import MemberScore, ScoringRule
from loyalty.models.stamp import RulesStamp
from loyalty.models.tier import Tier, TierApplication, TierAssignment, TierCriterion

__all__ = [
    "ALWAYS",
    "NEVER",
    "AnnualRebate",
    "Coupon",
    "CouponKind",
    "CouponUse",
    "EarningBonus",
    "EarningRule",
    "ExpiryNotice",
    "LotAllocation",
    "MemberPrice",
    "MemberScore",
    "OccasionReward",
    "Partner",
    "PartnerCheck",
    "PartnerEntry",
    "PartnerStatement",
    "PartnerStatementLine",
    "PartnerTerms",
    "Perk",
    "PerkUse",
    "PointsAccount",
    "PointsAdjustment",
    "PointsBand",
    "PointsEntry",
    "PointsLot",
    "ProgrammeRule",
    "RebateBand",
    "Redemption",
    "RedemptionRule",
    "Referral",
    "Reward",
    "RulesStamp",
    "ScoringRule",
    "SpendRebateRule",
    "Tier",
    "TierApplication",
    "TierAssignment",
    "TierCriterion",
    "TierPerk",
]
