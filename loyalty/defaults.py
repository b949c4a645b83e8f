"""What loyalty starts with: four tiers and the first rules.

The only threshold the handbooks name is 金 → 白金 at 2500 points in a year; 96 and 88 percent
are theirs too, and that bands of points begin at 10,000. The rest is the shop's to set.
"""

import datetime as dt
from decimal import Decimal

from common.defaults import Rows
from loyalty import perk_rows

FIRST_DAY = dt.date(2000, 1, 1)


def rows() -> Rows:
    """Return the rows of an empty installation, by model."""
    return {
        "Tier": TIERS,
        "TierCriterion": CRITERIA,
        "EarningRule": EARNING,
        "RedemptionRule": REDEMPTION,
        "ProgrammeRule": PROGRAMME,
        "ScoringRule": [{"effective_from": FIRST_DAY}],
        "PointsBand": [{"floor": floor} for floor in BANDS],
        "Perk": perk_rows.perks(),
        "TierPerk": perk_rows.cells(),
    }


TIERS = [
    {
        "code": "basic",
        "rank": 10,
        "name_zh": "普卡",
        "name_en": "Basic",
        "colour": "#64748b",
        "is_entry": True,
    },
    {
        "code": "silver",
        "rank": 20,
        "name_zh": "银卡",
        "name_en": "Silver",
        "colour": "#475569",
        "discount": 9_600,
        "is_entry": True,
    },
    {
        "code": "gold",
        "rank": 30,
        "name_zh": "金卡",
        "name_en": "Gold",
        "colour": "#92600a",
        "discount": 8_800,
        "is_entry": True,
    },
    {
        "code": "platinum",
        "rank": 40,
        "name_zh": "白金卡",
        "name_en": "Platinum",
        "colour": "#1e3a5f",
        "discount": 8_500,
    },
]

EARNING = [{"effective_from": FIRST_DAY, "points_per_yuan": Decimal(1)}]
REDEMPTION = [{"effective_from": FIRST_DAY, "point_value": Decimal("0.01")}]
CRITERIA = [{"tier__code": "platinum", "measure": "points", "threshold": Decimal(2_500)}]
PROGRAMME = [{"effective_from": FIRST_DAY}]
BANDS = [10_000, 20_000, 30_000, 50_000, 100_000]
