"""A corner of the chain: one store in which everything has happened once."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from guides.domain.contacting import Said, log_contact
from guides.domain.recycling import recycle_store
from guides.enums import QuestionKind
from loyalty.domain.adjusting import ask_adjustment
from loyalty.domain.coupons import issue_coupon
from loyalty.domain.expiry import write_expiry_notices
from loyalty.domain.scoring import score_members
from loyalty.domain.tier_applications import ask_for_tier
from loyalty.enums import CouponSource
from loyalty.models import CouponKind, MemberPrice, Tier
from membership.domain.card_stock import receive_cards
from membership.domain.disqualifying import appeal, decide, disqualify
from membership.domain.prospecting import note_prospect
from membership.domain.revealing import reveal_phone
from membership.enums import Purpose
from membership.models import CardKind, JoiningChannel, Member, Organisation, Tag
from pos.domain.registration import Application, register_vip
from sales.domain.returning import returnable_lines
from sales.models import Category, Sale, Shift
from stores.enums import Role
from stores.models import Staff, Store
from tests.admin.introducing import bring_friend
from tests.admin.owning import own_and_draw
from tests.admin.serving import ally, serve
from tests.factories import (
    DAY,
    NOON,
    ProductFactory,
    ShiftFactory,
    StoreFactory,
    posted,
)
from tests.guides.asking import survey_of
from tests.loyalty.points import credit
from tests.shop import sell, take_back

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label_lower)
PHONE = "+8613900{:06d}"
PROSPECT = "+8613777{:06d}"
_numbers = count(1)


@dataclass
class Corner:
    """The people of one store and what they did."""

    store: Store
    manager: Staff
    guide: Staff
    cashier: Staff
    shift: Shift
    member: Member
    sale: Sale


def furnish() -> Corner:
    """Open a store, register a member by her guide, sell twice, take back, talk to her."""
    number = next(_numbers)
    store = StoreFactory()
    manager, guide, cashier = (
        posted(role, store=store) for role in (Role.STORE_MANAGER, Role.GUIDE, Role.CASHIER)
    )
    member = register_vip(
        application=Application(
            name=f"曾丽{'娜敏静颖'[number % 4]}",
            phone=PHONE.format(number),
            birthday=None,
            birthday_declined=True,
            consents=[Purpose.MEMBERSHIP, Purpose.SMS],
            tier=Tier.objects.get(code="gold"),
            card_number=f"88{number:06d}",
            card_kind=CardKind.objects.get(code="member"),
            channel=JoiningChannel.objects.get(code="till"),
        ),
        store=store,
        enroller=guide,
        by=cashier,
        at=NOON,
    )
    member.tags.add(Tag.objects.create(name=f"标签{number}"))
    shift = ShiftFactory(till__store=store, opened_by=cashier)
    coat = ProductFactory(
        regular_price=Decimal(500),
        category=Category.objects.create(code=f"C{number}", name=f"品类{number}"),
    )
    sell(shift, (coat, 1), member=member, seller=guide, at=NOON)
    sale = sell(shift, (coat, 2), member=member, seller=guide, points=100, at=NOON)
    take_back(shift, sale, [1], at=NOON)
    serve(member, number, by=cashier)
    ally(member, number)
    bring_friend(member, shift)
    school = Organisation.objects.create(name=f"小学{number}", store=store)
    receive_cards(
        kind=CardKind.objects.get(code="organisation"),
        store=store,
        first=f"T{number:05d}01",
        last=f"T{number:05d}02",
        organisation=school,
        by=manager,
        at=NOON,
    )
    taken = disqualify(member=member, reason="刷单", by=manager, at=NOON)
    appeal(disqualification=taken, text="不是我", at=NOON)
    decide(disqualification=taken, granted=True, answer="已核实", by=manager, at=NOON)
    note_prospect(
        name=f"潜客{number}",
        phone=PROSPECT.format(number),
        agreed=True,
        channel=None,
        store=store,
        by=guide,
        at=NOON,
    )
    score_members(on=DAY)
    kind = CouponKind.objects.create(
        code=f"kind-{number}", name_zh="满百减十", effect="amount", amount=Decimal(10)
    )
    issue_coupon(
        member=member, kind=kind, source=CouponSource.HAND, reference="corner", at=NOON, by=manager
    )
    credit(member, 10, "corner", expires_on=DAY + dt.timedelta(days=30))
    write_expiry_notices(on=DAY, at=NOON)
    ask_adjustment(
        key=uuid.uuid4(), member=member, points=5_000, reason="补偿", by=manager, at=NOON
    )
    MemberPrice.objects.create(product=coat, price=Decimal(450), since=DAY)
    platinum = Tier.objects.get(code="platinum")
    ask_for_tier(member=member, tier=platinum, reason="老客人", by=manager, at=NOON)
    log_contact(member=member, said=Said("phone", "问候"), by=guide, at=NOON)
    survey_of(QuestionKind.MARK)
    reveal_phone(member=member, by=guide, page="member", at=NOON)
    recycle_store(store=store, on=DAY, at=NOON)
    own_and_draw(store, member, guide, by=manager)
    assert returnable_lines(sale=sale)
    return Corner(store, manager, guide, cashier, shift, member, sale)


def officer(role: Role = Role.HEAD_OFFICE) -> Staff:
    """Return somebody of the office."""
    return posted(role)


def keys() -> dict[type[Model], set[int]]:
    """Return the keys of all rows of all models in the administration."""
    return {model: set(model._default_manager.values_list("pk", flat=True)) for model in MODELS}


def address(model: type[Model] | str, page: str = "changelist", *args: object) -> str:
    """Return the address of an admin page of ``model`` (or of its label, as ``stores.Staff``)."""
    found = apps.get_model(model) if isinstance(model, str) else model
    return reverse(f"admin:{found._meta.app_label}_{found._meta.model_name}_{page}", args=args)


def send(client: Client, page: str, to: str | None = None, **typed: object) -> HttpResponse:
    """Post the form of the admin page at ``page`` as it is shown, but for what was ``typed``.

    It goes to the page itself, unless a button sends it ``to`` another.
    """
    shown = client.get(page).context
    parts = [shown["adminform"].form]
    for inline in shown["inline_admin_formsets"]:
        parts += [inline.formset.management_form, *inline.formset.forms]
    return client.post(to or page, dict(pair for part in parts for pair in _filled(part)) | typed)


def _filled(form: BaseForm) -> Iterator[tuple[str, object]]:
    for field in form:
        value = field.value()
        if value is not None and value is not False:
            yield field.html_name, "on" if value is True else value
