"""The words of ownership and contact."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OwnershipState(models.TextChoices):
    """How a guide holds a member."""

    OWNED = "owned", _("Owned")
    TRIAL = "trial", _("On trial")


class OwnershipReason(models.TextChoices):
    """How a member came to a guide."""

    ENROLMENT = "enrolment", _("Registered by her")
    IMPORT = "import", _("From an earlier system")
    MANUAL = "manual", _("Assigned by hand")
    DRAW = "draw", _("Drawn")
    CLAIM = "claim", _("Claimed by serving")


class EndReason(models.TextChoices):
    """Why a guide no longer holds a member."""

    RECYCLED = "recycled", _("No purchase in time")
    REASSIGNED = "reassigned", _("Assigned to somebody else")
    LEFT = "left", _("The guide left")
    MERGED = "merged", _("Merged with another member")
    MOVED = "moved", _("The guide moved to another store")
    PUT_BACK = "put_back", _("Put back by hand")
    PEACE = "peace", _("Left in peace")


class ContactChannel(models.TextChoices):
    """By which way a member was reached."""

    PHONE = "phone", _("Phone")
    WECHAT = "wechat", _("WeChat")
    SMS = "sms", _("SMS")
    STORE = "store", _("In the store")
    OTHER = "other", _("Other")


class Focus(models.TextChoices):
    """Why a guide looks at some of her members before the others."""

    DUE = "due", _("Due soon")
    TRIAL = "trial", _("On trial")
    BIRTHDAY = "birthday", _("Birthday this month")


class Place(models.TextChoices):
    """Where members are listed from."""

    HAND = "hand", _("With a guide")
    POOL = "pool", _("In the pool")


class NearList(models.TextChoices):
    """Whose tier is about to change."""

    UP = "up", _("Near the next tier")
    KEEP = "keep", _("About to lose their tier")


class CountedBy(models.TextChoices):
    """By whom those who joined are counted."""

    GUIDE = "guide", pgettext_lazy("joined", "By guide")
    MEMBER = "member", pgettext_lazy("joined", "By member")


class Standing(models.TextChoices):
    """Where a member stands: with a guide, or why with none."""

    OWNED = "owned", _("Owned")
    TRIAL = "trial", _("On trial")
    POOL = "pool", _("In the pool")
    EXHAUSTED = "exhausted", _("Exhausted")
    PEACE = "peace", _("Left in peace")


class AsideKind(models.TextChoices):
    """Why a member without a guide is not drawn."""

    EXHAUSTED = "exhausted", _("Exhausted")
    PEACE = "peace", _("Left in peace")


class AsideReason(models.TextChoices):
    """How it came that nobody can be given her."""

    NO_GUIDE = "no_guide", _("No guide takes part")
    ALL_HELD = "all_held", _("Every guide held her before")
    BY_HAND = "by_hand", _("Decided by hand")


class DrawScope(models.TextChoices):
    """Among whose guides a pool is drawn."""

    STORE = "store", _("the guides of the store")
    REGION = "region", _("the guides of the region")
    BRAND = "brand", _("the guides of the brand")


class Strata(models.TextChoices):
    """By what the members of a draw are sorted, so that nobody gets only the poor ones."""

    NONE = "none", _("by nothing")
    TIER = "tier", _("by tier")
    SPEND = "spend", _("by purchases of the last 12 months")


class WhenExhausted(models.TextChoices):
    """What happens to a member whom every guide held before."""

    KEEP = "keep", _("she stays with the manager")
    OFFER = "offer", _("other stores of the region may draw her")
    FORGET = "forget", _("guides who lost her long ago may have her again")


class DrawState(models.TextChoices):
    """How far a draw has come."""

    FROZEN = "frozen", _("Inputs frozen")
    SEEDED = "seeded", _("Seed drawn")
    PLACED = "placed", _("Placed")


class Skip(models.TextChoices):
    """Why a drawn member was not handed over after all."""

    HELD = "held", _("a guide has her by now")
    BOUGHT = "bought", _("she bought that day")
    ASIDE = "aside", _("she was left in peace")
    GONE = "gone", _("her membership does not stand")
    LEFT = "left", _("the guide works there no more")


class WarningTo(models.TextChoices):
    """Whom a warning is for."""

    GUIDE = "guide", pgettext_lazy("shop guide", "Guide")
    MANAGER = "manager", _("Store manager")


class ContactPurpose(models.TextChoices):
    """Why a member was contacted; only marketing needs her consent."""

    CARE = "care", _("Care")
    SERVICE = "service", _("Service")
    MARKETING = "marketing", _("Recommending")
    WIN_BACK = "win_back", _("Winning back")
    CHECK = "check", _("Checking her record")


class Outcome(models.TextChoices):
    """What came of a contact."""

    REACHED = "reached", _("Reached")
    SENT = "sent", _("Text sent")
    NO_ANSWER = "no_answer", _("No answer")
    WILL_COME = "will_come", _("Will come")
    BOUGHT = "bought", _("Bought")
    COMPLAINT = "complaint", _("Complained")
    REFUSED = "refused", _("Asked not to be contacted")


class TaskKind(models.TextChoices):
    """What a member was promised."""

    CALL_BACK = "call_back", _("Promised call")
    APPOINTMENT = "appointment", _("Wants to come")


class ComplaintState(models.TextChoices):
    """Where a complaint stands."""

    OPEN = "open", pgettext_lazy("complaint", "Open")
    ANSWERED = "answered", _("Answered")
    SETTLED = "settled", _("Settled")


class Rhythm(models.TextChoices):
    """How often a member hears from us at the least."""

    WEEK = "week", _("Every week")
    MONTH = "month", _("Every month")
    QUARTER = "quarter", _("Every quarter")
    YEAR = "year", _("Every year")


class StepAfter(models.TextChoices):
    """What a follow-up comes after."""

    PURCHASE = "purchase", _("A purchase")
    JOINING = "joining", _("Joining")


class DayReason(models.TextChoices):
    """Why a member is on the list of the day, the strongest first."""

    COMPLAINT = "complaint", _("Complaint")
    PROMISE = "promise", _("Promised")
    TRIAL = "trial", _("Trial running out")
    DUE = "due", _("Due soon")
    BIRTHDAY = "birthday", _("Birthday")
    ANNIVERSARY = "anniversary", _("Anniversary")
    FOLLOW_UP = "follow_up", _("After a purchase")
    WELCOME = "welcome", _("After joining")
    POINTS = "points", _("Points expiring")
    COUPON = "coupon", _("Coupon expiring")
    NEAR_TIER = "near_tier", _("Near a tier")
    QUIET = "quiet", _("Not heard from us")
    PHONE = "phone", _("Short of phone visits")


class TemplateKind(models.TextChoices):
    """What a text is for. All but the promotion are care."""

    GREETING = "greeting", _("Greeting")
    SEASON = "season", _("Change of season")
    UNSEEN = "unseen", _("Long unseen")
    PROMOTION = "promotion", _("Promotion")


class QuestionKind(models.TextChoices):
    """How a question of a survey is answered."""

    MARK = "mark", _("A mark from 1 to 5")
    CHOICE = "choice", _("One of several")
    WORDS = "words", _("Her own words")


class SurveyTopic(models.TextChoices):
    """What a question of a survey is about."""

    PRODUCT = "product", _("Goods")
    SERVICE = "service", _("Service")
    ACTIVITY = "activity", _("Activities")


class SurveyWay(models.TextChoices):
    """How a member was asked."""

    PHONE = "phone", _("By phone")
    STORE = "store", _("In the store")


class TargetFigure(models.TextChoices):
    """What a target is set for, as on the scorecard."""

    CONTACTS = "contacts", _("Contacts")
    CONTACTED = "contacted", _("Members contacted")
    RENEWED = "renewed", _("Renewed")
    WON_BACK = "won_back", _("Won back")
    SALES_OWNER = "sales_owner", _("Sales to own members")
    SALES_SELLER = "sales_seller", _("Sales sold by her")

    @property
    def is_money(self) -> bool:
        """Whether it is counted in yuan."""
        return self in {TargetFigure.SALES_OWNER, TargetFigure.SALES_SELLER}
