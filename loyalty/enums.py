"""The words of points, tiers, prices, coupons and perks."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EntryKind(models.TextChoices):
    """Why points moved."""

    EARN = "earn", _("Earned")
    AWARD = "award", _("Awarded")
    REDEEM = "redeem", _("Redeemed")
    EXPIRE = "expire", _("Expired")
    REVERSE = "reverse", _("Reversed")
    ADJUST = "adjust", _("Adjusted")
    FORGIVE = "forgive", _("Debt forgiven")
    MERGE = "merge", _("Merged")
    OPENING = "opening", _("Opening balance")


class LifeEnd(models.TextChoices):
    """To the end of what the life of points is rounded up."""

    DAY = "day", _("the day itself")
    MONTH = "month", _("end of the month")
    QUARTER = "quarter", _("end of the quarter")
    YEAR = "year", _("end of the year")


class Combining(models.TextChoices):
    """What several multipliers make of each other."""

    BEST = "best", _("the best one counts")
    STACK = "stack", _("they multiply")


class DebtPolicy(models.TextChoices):
    """What happens when goods come back whose points are spent."""

    DEBT = "debt", _("she owes them; later earning pays first")
    FORGIVE = "forgive", _("they are forgiven; the balance stays at zero")
    REFUSE = "refuse", _("the return is refused")


class BirthdayWindow(models.TextChoices):
    """Which days count as the birthday."""

    DAY = "day", _("the day itself")
    AROUND = "around", _("days around it")
    MONTH = "month", _("the whole month")


class Occasion(models.TextChoices):
    """What a member is rewarded for besides buying."""

    JOINING = "joining", _("Joining")
    PROFILE = "profile", _("Completing the profile")
    REFERRING = "referring", _("Referring a friend")
    REFERRED = "referred", _("Being referred")
    SURVEY = "survey", _("Answering a survey")
    TAKING_PART = "taking_part", _("Taking part")


class TierReason(models.TextChoices):
    """Why somebody has her tier."""

    ENTRY = "entry", _("Chosen on joining")
    UPGRADE = "upgrade", _("Reached the threshold")
    MANUAL = "manual", _("Set by hand")
    IMPORT = "import", _("From an earlier system")
    APPROVED = "approved", _("Application approved")
    TRIAL = "trial", pgettext_lazy("tier", "On trial")
    RETURNED = "returned", _("Back after a trial")
    UNDONE = "undone", _("Goods came back")
    KEPT = "kept", _("Kept at review")
    LOWERED = "lowered", _("Lowered at review")
    MERGED = "merged", _("Merged")


class Measure(models.TextChoices):
    """What a criterion of a tier counts."""

    TICKET = "ticket", _("one ticket, in yuan")
    NET = "net", _("purchases in the window, in yuan")
    POINTS = "points", _("points earned in the window")
    VISITS = "visits", _("visits in the window")
    PAID_CARD = "paid_card", _("a paid card")
    APPROVAL = "approval", _("an approved application")


class CriterionUse(models.TextChoices):
    """Whether a criterion opens a tier or keeps it."""

    ENTRY = "entry", _("to reach it")
    KEEP = "keep", _("to keep it")


class Match(models.TextChoices):
    """How many of the criteria have to be met."""

    ANY = "any", _("any of them")
    ALL = "all", _("all of them")


class Window(models.TextChoices):
    """Over what time the criteria count."""

    ROLLING = "rolling", _("the last months")
    CALENDAR = "calendar", _("the calendar year")
    MEMBERSHIP = "membership", _("the membership year")


class Lowering(models.TextChoices):
    """Where a member goes who does not keep her tier."""

    ONE_STEP = "one_step", _("one step down")
    BY_CRITERIA = "criteria", _("to the tier she meets")


class Decision(models.TextChoices):
    """Where something stands that a second person decides."""

    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class CouponEffect(models.TextChoices):
    """What a coupon does to the price."""

    AMOUNT = "amount", _("Yuan off")
    PERCENT = "percent", _("Percentage")
    FREE_ITEM = "free_item", _("A product free")
    PRICE = "price", _("A product at a price")
    GIFT = "gift", _("A gift at the desk")


class CouponSource(models.TextChoices):
    """Where a coupon comes from."""

    REWARD = "reward", _("Rewards catalogue")
    REBATE = "rebate", _("Annual rebate")
    SPENDING = "spending", _("Spend rebate")
    CAMPAIGN = "campaign", _("Campaign")
    OCCASION = "occasion", _("Reward for an occasion")
    BIRTHDAY = "birthday", _("Birthday")
    UPGRADE = "upgrade", _("Upgrade gift")
    HAND = "hand", _("By hand")


class LimitPeriod(models.TextChoices):
    """Over what time a limit counts."""

    DAY = "day", _("a day")
    WEEK = "week", _("a week")
    MONTH = "month", _("a month")
    QUARTER = "quarter", _("a quarter")
    YEAR = "year", _("a year")
    EVER = "ever", _("in all")


class PerkKind(models.TextChoices):
    """What a perk is."""

    BIRTHDAY = "birthday", _("Birthday discount")
    DISCOUNT = "discount", _("Extra discount")
    GIFT = "gift", _("Gift")
    SERVICE = "service", _("Free service")
    EARLY = "early", _("Early access")
    OTHER = "other", _("Other")


class RewardKind(models.TextChoices):
    """What points are given for in the catalogue."""

    GIFT = "gift", _("Gift")
    COUPON = "coupon", _("Coupon")
    SERVICE = "service", _("Service")


class RedemptionState(models.TextChoices):
    """Where a redemption of the catalogue stands."""

    WAITING = "waiting", _("To be handed over")
    HANDED_OVER = "handed_over", _("Handed over")
    CANCELLED = "cancelled", _("Cancelled")


class RebateState(models.TextChoices):
    """Where a year's rebate stands."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", pgettext_lazy("annual rebate", "Approved")
    ISSUED = "issued", pgettext_lazy("annual rebate", "Issued")


class CutBy(models.TextChoices):
    """What the grades A, B and C are shares of."""

    MEMBERS = "members", _("Members")
    NET = "net", _("Net sales")


class Grade(models.TextChoices):
    """A label of a member's worth, for who looks after her; no price ever asks for it."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"


class StatementState(models.TextChoices):
    """Where a partner's statement stands."""

    DRAFT = "draft", pgettext_lazy("partner statement", "Draft")
    APPROVED = "approved", pgettext_lazy("partner statement", "Approved")
    SETTLED = "settled", pgettext_lazy("partner statement", "Settled")
