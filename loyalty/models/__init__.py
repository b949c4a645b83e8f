from loyalty.models.account import PointsAccount
from loyalty.models.entry import PointsEntry
from loyalty.models.lot import NEVER, LotAllocation, PointsLot
from loyalty.models.rule import EarningRule, RedemptionRule
from loyalty.models.tier import Tier, TierAssignment

__all__ = [
    "NEVER",
    "EarningRule",
    "LotAllocation",
    "PointsAccount",
    "PointsEntry",
    "PointsLot",
    "RedemptionRule",
    "Tier",
    "TierAssignment",
]
