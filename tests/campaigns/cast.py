"""One member of a store, her guide, the manager, and strangers to her."""

from dataclasses import dataclass

from django.urls import reverse

from guides.models import Ownership
from loyalty.domain.tiers import enter_tier
from loyalty.models import Tier
from membership.models import Member
from sales.models import Shift
from stores.enums import Role
from stores.models import Staff, Store
from tests.factories import MemberFactory, PostingFactory, ShiftFactory, StoreFactory
from tests.guides.hands import guide_in, hold, noon

PHONE = "+8613800138000"


@dataclass
class Cast:
    """Who is on the stage. ``stranger`` is a guide of the same store, ``cashier`` too."""

    store: Store
    shift: Shift
    ada: Member
    held: Ownership
    guide: Staff
    stranger: Staff
    manager: Staff
    officer: Staff
    area_manager: Staff
    cashier: Staff


def cast() -> Cast:
    """Set the stage: Ada, gold, is in Li's hand since 1 March 2026."""
    store = StoreFactory(code="24", name="Nanjing Road")
    ada = MemberFactory(name="曾黎", number="NO.24-000001", phone=PHONE, home_store=store)
    enter_tier(member=ada, tier=Tier.objects.get(code="gold"), by=None, at=ada.joined_at)
    guide = guide_in(store, staff__display_name="Li")
    return Cast(
        store=store,
        shift=ShiftFactory(till__store=store),
        ada=ada,
        held=hold(ada, guide, at=noon(2026, 3, 1)),
        guide=guide,
        stranger=guide_in(store, staff__display_name="Wang"),
        manager=PostingFactory(
            role=Role.STORE_MANAGER, store=store, staff__display_name="Chen"
        ).staff,
        officer=PostingFactory(role=Role.MEMBER_OFFICER, store=None).staff,
        area_manager=PostingFactory(role=Role.AREA_MANAGER, store=None, region=store.region).staff,
        cashier=PostingFactory(role=Role.CASHIER, store=store).staff,
    )


def url(page: str, member: Member, *more: str) -> str:
    """Return the address of a page of ``member``."""
    return reverse(f"campaigns:{page}", args=[member.number, *more])
