"""What each role may see and do. Written here, once; pages enforce it by fetching through it.

``GRANTS`` is the whole answer: for each act, how far each role reaches. A role that is not
named reaches nothing. The pages never ask for a role; they ask for an act.
"""

from __future__ import annotations

import datetime as dt
import enum
from functools import cached_property
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q

from common.written_once import written_once
from stores.enums import Role
from stores.models import Deputy, Posting, Staff, Store

Row = TypeVar("Row", bound=models.Model)


class Act(enum.Enum):
    """Something a member of staff may do or see."""

    FIND_MEMBER = "find a member by exact phone, card or number"
    REGISTER_MEMBER = "register a member"
    RING_UP = "ring up a sale and close a shift"
    TAKE_RETURN = "take goods back"
    SET_PRICE = "sell at another price than the product's"
    LIST_MEMBERS = "list and open members"
    EDIT_MEMBER = "change a member's record"
    SEE_PHONE = "see a whole phone number, one at a time and logged"
    LOG_CONTACT = "write down a contact with a member"
    TAKE_COMPLAINT = "write down what a member complains of"
    SETTLE_COMPLAINT = "answer complaints and settle them"
    CHECK_CONTACTS = "check contacts at random and set targets"
    ASSIGN_MEMBER = "give a member to a guide by hand, or put her back"
    RUN_DRAW = "see the pool, have it drawn and read the minutes"
    MOVE_GUIDE = "hand over a guide's members when she leaves or moves, and name her deputy"
    GIVE_BACK = "give a member to a guide who held her before"
    SIMULATE_RULE = "see whom another rule would move"
    ASK_FOR_TIER = "ask for a tier for a member; somebody else decides"
    ADJUST_MEMBER = "set a member's tier or move her points by hand"
    ISSUE_CARD = "issue, block and replace cards, and keep the stock of printed ones"
    DISQUALIFY_MEMBER = "take a membership away and decide the appeal"
    SERVE_MEMBER = "use a member's perks and redeem rewards for her"
    RUN_REBATE = "draft, approve and issue the annual rebate"
    RUN_PARTNERS = "look after partners: check their service, settle what they are owed"
    MERGE_MEMBERS = "make one of two records of the same person, and undo it"
    MOVE_SALE = "move a sale to the member it belongs to"
    CHECK_LEDGER = "ask whether points, tiers and visits add up"
    SEE_HISTORY = "see who held a member before and who changed her record"
    SEE_REPORTS = "see the figures"
    WRITE_SURVEY = "make surveys, and name the ways of care"
    SEE_STAFF = "see staff and their postings"
    CHANGE_RULES = "change tiers, rules, stores and staff"
    OPEN_ADMIN = "open the administration"


class Reach(enum.IntEnum):
    """How far an act extends."""

    OWN = 1
    STORE = 2
    REGION = 3
    BRAND = 4


GRANTS: dict[Act, dict[Role, Reach]] = {
    Act.FIND_MEMBER: {
        Role.CASHIER: Reach.BRAND,
        Role.GUIDE: Reach.BRAND,
        Role.STORE_MANAGER: Reach.BRAND,
        Role.AREA_MANAGER: Reach.BRAND,
        Role.MEMBER_OFFICER: Reach.BRAND,
        Role.HEAD_OFFICE: Reach.BRAND,
    },
    Act.REGISTER_MEMBER: {
        Role.CASHIER: Reach.STORE,
        Role.GUIDE: Reach.STORE,
        Role.STORE_MANAGER: Reach.STORE,
        Role.MEMBER_OFFICER: Reach.BRAND,
        Role.HEAD_OFFICE: Reach.BRAND,
    },
    Act.RING_UP: {Role.CASHIER: Reach.STORE, Role.STORE_MANAGER: Reach.STORE},
    Act.TAKE_RETURN: {Role.CASHIER: Reach.STORE, Role.STORE_MANAGER: Reach.STORE},
    Act.SET_PRICE: {Role.STORE_MANAGER: Reach.STORE},
    Act.LIST_MEMBERS: {
        Role.GUIDE: Reach.OWN,
        Role.STORE_MANAGER: Reach.STORE,
        Role.AREA_MANAGER: Reach.REGION,
        Role.MEMBER_OFFICER: Reach.BRAND,
        Role.HEAD_OFFICE: Reach.BRAND,
    },
    Act.EDIT_MEMBER: {
        Role.GUIDE: Reach.OWN,
        Role.STORE_MANAGER: Reach.STORE,
        Role.MEMBER_OFFICER: Reach.BRAND,
        Role.HEAD_OFFICE: Reach.BRAND,
    },
    Act.SEE_PHONE: {
        Role.GUIDE: Reach.OWN,
        Role.STORE_MANAGER: Reach.STORE,
        Role.MEMBER_OFFICER: Reach.BRAND,
        Role.HEAD_OFFICE: Reach.BRAND,
    },
    Act.LOG_CONTACT: {
        Role.GUIDE: Reach.OWN,
        Role.STORE_MANAGER: Reach.STORE,
        Role.MEMBER_OFFICER: Reach.BRAND,
    },
    Act.TAKE_COMPLAINT: {
        Role.CASHIER: Reach.BRAND,
        Role.GUIDE: Reach.BRAND,
        Role.STORE_MANAGER: Reach.BRAND,
        Role.MEMBER_OFFICER: Reach.BRAND,
    },
    Act.SETTLE_COMPLAINT: {
        Role.GUIDE: Reach.OWN,
        Role.STORE_MANAGER: Reach.STORE,
        Role.AREA_MANAGER: Reach.REGION,
        Role.MEMBER_OFFICER: Reach.BRAND,
    },
    Act.CHECK_CONTACTS: {
        Role.STORE_MANAGER: Reach.STORE,
        Role.AREA_MANAGER: Reach.REGION,
        Role.MEMBER_OFFICER: Reach.BRAND,
    },
    Act.ASSIGN_MEMBER: {
        Role.STORE_MANAGER: Reach.STORE,
        Role.AREA_MANAGER: Reach.REGION,
        Role.MEMBER_OFFICER: Reach.BRAND,
        Role.HEAD_OFFICE: Reach.BRAND,
    },
    Act.RUN_DRAW: {
        Role.STORE_MANAGER: Reach.STORE,
        Role.AREA_MANAGER: Reach.REGION,
        Role.MEMBER_OFFICER: Reach.BRAND,
        Role.HEAD_OFFICE: Reach.BRAND,
    },
    Act.MOVE_GUIDE: {
        Role.STORE_MANAGER: Reach.STORE,
        Role.AREA_MANAGER: Reach.REGION,
        Role.MEMBER_OFFICER: Reach.BRAND,
        Role.HEAD_OFFICE: Reach.BRAND,
    },
    Act.GIVE_BACK: {
        Role.AREA_MANAGER: Reach.REGION,
        Role.MEMBER_OFFICER: Reach.BRAND,
        Role.HEAD_OFFICE: Reach.BRAND,
    },
    Act.SIMULATE_RULE: {
        Role.STORE_MANAGER: Reach.STORE,
        Role.AREA_MANAGER: Reach.REGION,
        Role.MEMBER_OFFICER: Reach.BRAND,
        Role.HEAD_OFFICE: Reach.BRAND,
    },
    Act.ASK_FOR_TIER: {
        Role.STORE_MANAGER: Reach.STORE,
        Role.AREA_MANAGER: Reach.REGION,
        Role.MEMBER_OFFICER: Reach.BRAND,
        Role.HEAD_OFFICE: Reach.BRAND,
    },
    Act.ADJUST_MEMBER: {Role.MEMBER_OFFICER: Reach.BRAND, Role.HEAD_OFFICE: Reach.BRAND},
    Act.ISSUE_CARD: {
        Role.STORE_MANAGER: Reach.STORE,
        Role.MEMBER_OFFICER: Reach.BRAND,
        Role.HEAD_OFFICE: Reach.BRAND,
    },
    Act.DISQUALIFY_MEMBER: {Role.MEMBER_OFFICER: Reach.BRAND, Role.HEAD_OFFICE: Reach.BRAND},
    Act.SERVE_MEMBER: {
        Role.CASHIER: Reach.STORE,
        Role.GUIDE: Reach.STORE,
        Role.STORE_MANAGER: Reach.STORE,
        Role.MEMBER_OFFICER: Reach.BRAND,
    },
    Act.RUN_REBATE: {Role.MEMBER_OFFICER: Reach.BRAND, Role.HEAD_OFFICE: Reach.BRAND},
    Act.RUN_PARTNERS: {Role.MEMBER_OFFICER: Reach.BRAND, Role.HEAD_OFFICE: Reach.BRAND},
    Act.MERGE_MEMBERS: {Role.MEMBER_OFFICER: Reach.BRAND, Role.HEAD_OFFICE: Reach.BRAND},
    Act.MOVE_SALE: {Role.STORE_MANAGER: Reach.STORE, Role.MEMBER_OFFICER: Reach.BRAND},
    Act.CHECK_LEDGER: {Role.MEMBER_OFFICER: Reach.BRAND, Role.HEAD_OFFICE: Reach.BRAND},
    Act.SEE_HISTORY: {
        Role.STORE_MANAGER: Reach.STORE,
        Role.AREA_MANAGER: Reach.REGION,
        Role.MEMBER_OFFICER: Reach.BRAND,
        Role.HEAD_OFFICE: Reach.BRAND,
    },
    Act.SEE_REPORTS: {
        Role.STORE_MANAGER: Reach.STORE,
        Role.AREA_MANAGER: Reach.REGION,
        Role.MEMBER_OFFICER: Reach.BRAND,
        Role.HEAD_OFFICE: Reach.BRAND,
    },
    Act.WRITE_SURVEY: {Role.MEMBER_OFFICER: Reach.BRAND, Role.HEAD_OFFICE: Reach.BRAND},
    Act.SEE_STAFF: {
        Role.STORE_MANAGER: Reach.STORE,
        Role.AREA_MANAGER: Reach.REGION,
        Role.MEMBER_OFFICER: Reach.BRAND,
        Role.HEAD_OFFICE: Reach.BRAND,
    },
    Act.CHANGE_RULES: {Role.HEAD_OFFICE: Reach.BRAND},
    Act.OPEN_ADMIN: {
        Role.STORE_MANAGER: Reach.STORE,
        Role.AREA_MANAGER: Reach.REGION,
        Role.MEMBER_OFFICER: Reach.BRAND,
        Role.HEAD_OFFICE: Reach.BRAND,
    },
}

NOWHERE = Q(pk__in=[])


@written_once
def _postings_of(*, staff: int, on: dt.date) -> models.QuerySet[Posting]:
    current = Posting.objects.filter(staff=staff).current(on=on)
    return current.select_related("store", "region").order_by("pk")


class Access:
    """What one member of staff may see and do on one day, read from her postings once."""

    def __init__(self, *, staff: Staff, on: dt.date) -> None:
        self.staff = staff
        self.on = on

    @cached_property
    def postings(self) -> list[Posting]:
        """The postings that hold today; one query."""
        if not self.staff.is_active:
            return []
        return _postings_of.rows(staff=self.staff.pk, on=self.on)

    @cached_property
    def hands(self) -> list[int]:
        """The guides whose members are in her hands today: herself, and whom she stands in for."""
        away = Deputy.objects.current(on=self.on).filter(deputy=self.staff)
        return [self.staff.pk, *away.order_by("guide").values_list("guide", flat=True)]

    def can(self, act: Act) -> bool:
        """Tell whether any posting allows ``act`` at all."""
        return self.staff.is_superuser or any(p.role in GRANTS[act] for p in self.postings)

    def require(self, act: Act) -> None:
        """Let pass who may ``act``.

        :raises PermissionDenied: if no posting allows it
        """
        if not self.can(act):
            raise PermissionDenied

    def reach(self, act: Act) -> Reach | None:
        """Return the widest reach of ``act``, or None."""
        if self.staff.is_superuser:
            return Reach.BRAND
        return max((GRANTS[act][Role(p.role)] for p in self._granting(act)), default=None)

    def reaches_own(self, act: Act) -> bool:
        """Tell whether ``act`` is allowed on her own, and no farther in some posting."""
        return any(GRANTS[act][Role(p.role)] == Reach.OWN for p in self._granting(act))

    def stores(self, act: Act) -> models.QuerySet[Store]:
        """Return the stores where ``act`` is allowed (own members only counts as none)."""
        return Store.objects.filter(self._where(act, store="", own=NOWHERE))

    def can_at(self, act: Act, store: Store) -> bool:
        """Tell whether ``act`` is allowed in ``store``; asks for nothing but the postings."""
        if self.reach(act) == Reach.BRAND:
            return True
        places = {
            Reach.OWN: lambda _posting: False,
            Reach.STORE: lambda posting: posting.store_id == store.pk,
            Reach.REGION: lambda posting: posting.region_id == store.region_id,
        }
        return any(places[GRANTS[act][Role(p.role)]](p) for p in self._granting(act))

    def narrow(
        self,
        rows: models.QuerySet[Row],
        act: Act,
        *,
        store: str,
        own: Q = NOWHERE,
    ) -> models.QuerySet[Row]:
        """Return those of ``rows`` on which ``act`` is allowed.

        :param store: the lookup from a row to its store, as ``home_store``
        :param own: which rows are the visitor's own, where there is such a thing
        """
        return rows.filter(self._where(act, store=store, own=own))

    def _granting(self, act: Act) -> list[Posting]:
        return [posting for posting in self.postings if posting.role in GRANTS[act]]

    def _where(self, act: Act, *, store: str, own: Q) -> Q:
        if self.reach(act) == Reach.BRAND:
            return Q()
        at = f"{store}__" if store else ""
        where = NOWHERE
        for posting in self._granting(act):
            match GRANTS[act][Role(posting.role)]:
                case Reach.OWN:
                    where |= own
                case Reach.STORE:
                    where |= Q(**{f"{at}pk": posting.store_id})
                case Reach.REGION:
                    where |= Q(**{f"{at}region": posting.region_id})
        return where
