"""The cast: a store with its people, its goods and its members. Dull on purpose."""

import datetime as dt
import uuid
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from membership.domain.joining import search_columns
from membership.models import CardBatch, CardKind, Member, Organisation
from sales.models import Product, Sale, Shift, Till
from stores.enums import Role
from stores.models import Posting, Region, Staff, Store

NOON = dt.datetime(2026, 3, 2, 4, 0, tzinfo=dt.UTC)  # Monday noon in Shanghai
DAY = dt.date(2026, 3, 2)


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region

    code = factory.Sequence(lambda n: f"R{n}")
    name = factory.Sequence(lambda n: f"区域{n}")


class StoreFactory(DjangoModelFactory):
    class Meta:
        model = Store

    code = factory.Sequence(lambda n: str(n + 1001))
    name = factory.Sequence(lambda n: f"{n + 1}号店")
    region = factory.SubFactory(RegionFactory)


class StaffFactory(DjangoModelFactory):
    class Meta:
        model = Staff
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: f"S{n:03d}")
    display_name = factory.Sequence(lambda n: f"员工{n}")
    password = factory.django.Password("secret")


class PostingFactory(DjangoModelFactory):
    class Meta:
        model = Posting

    staff = factory.SubFactory(StaffFactory)
    role = Role.CASHIER
    store = factory.SubFactory(StoreFactory)
    starts_on = dt.date(2020, 1, 1)


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = Member

    number = factory.LazyAttributeSequence(lambda o, n: f"NO.{o.home_store.code}-9{n:05d}")
    name = factory.Sequence(lambda n: f"张{'丽娜敏静'[n % 4]}")
    phone = factory.Sequence(lambda n: f"+861391{n:07d}")
    home_store = factory.SubFactory(StoreFactory)
    joined_on = dt.date(2026, 1, 1)
    joined_at = dt.datetime(2026, 1, 1, 4, 0, tzinfo=dt.UTC)

    @factory.lazy_attribute
    def name_initials(self) -> str:
        return search_columns(name=self.name, phone=self.phone)["name_initials"]

    @factory.lazy_attribute
    def name_pinyin(self) -> str:
        return search_columns(name=self.name, phone=self.phone)["name_pinyin"]

    @factory.lazy_attribute
    def phone_last4(self) -> str:
        return search_columns(name=self.name, phone=self.phone)["phone_last4"]


class ProductFactory(DjangoModelFactory):
    class Meta:
        model = Product

    sku = factory.Sequence(lambda n: f"P{n:04d}")
    barcode = factory.Sequence(lambda n: f"69000000{n:05d}")
    name = factory.Sequence(lambda n: f"商品{n}")
    regular_price = Decimal("100.00")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"第{n}小学")


class CardKindFactory(DjangoModelFactory):
    class Meta:
        model = CardKind

    code = factory.Sequence(lambda n: f"card{n}")
    name_zh = factory.Sequence(lambda n: f"卡{n}")


class CardBatchFactory(DjangoModelFactory):
    class Meta:
        model = CardBatch

    kind = factory.SubFactory(CardKindFactory)
    store = factory.SubFactory(StoreFactory)
    received_at = NOON
    received_by = factory.SubFactory(StaffFactory)


class TillFactory(DjangoModelFactory):
    class Meta:
        model = Till

    store = factory.SubFactory(StoreFactory)
    code = factory.Sequence(lambda n: f"A{n}")


class ShiftFactory(DjangoModelFactory):
    class Meta:
        model = Shift

    till = factory.SubFactory(TillFactory)
    opened_at = NOON
    opened_by = factory.SubFactory(StaffFactory)


class SaleFactory(DjangoModelFactory):
    """A receipt of one piece for 100 yuan, without lines and tender."""

    class Meta:
        model = Sale

    shift = factory.SubFactory(ShiftFactory)
    store = factory.SelfAttribute("shift.till.store")
    cashier = factory.SelfAttribute("shift.opened_by")
    key = factory.LazyFunction(uuid.uuid4)
    receipt = factory.Sequence(lambda n: f"A1-260302-{n:04d}")
    units = 1
    regular_total = Decimal("100.00")
    net = Decimal("100.00")
    sold_at = NOON
    business_day = DAY


def posted(role: Role, **place: object) -> Staff:
    """Return a new member of staff posted as ``role`` at ``place``."""
    defaults = {"store": None} if role not in {Role.CASHIER, Role.GUIDE, Role.STORE_MANAGER} else {}
    return PostingFactory(role=role, **(defaults | place)).staff
