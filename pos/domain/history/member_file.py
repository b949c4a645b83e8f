"""members.csv: one row a member."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from common import cells
from common.birthdays import NotABirthday, parse_birthday
from common.csvfile import BadCell, Shape
from common.phones import NotAPhone, parse_phone
from loyalty.models import Tier
from membership.enums import Gender
from membership.models import CardKind
from pos.domain.history.house import House
from pos.domain.history.shops import Shops
from stores.models import Posting

SHAPE = Shape(
    columns=(
        "name",
        "joined_on",
        "store",
        "number",
        "phone",
        "birthday",
        "gender",
        "card_number",
        "tier",
        "points",
        "guide",
        "source",
        "tags",
    ),
    needed=frozenset({"name", "joined_on", "store"}),
)

LARGEST_BALANCE = 100_000_000  # points


class Birth(NamedTuple):
    """A birthday as the stage keeps it; all None where none is given."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    lunar: bool = False
    leap: bool = False


class StagedMember(NamedTuple):
    """One row, checked: keys instead of codes, "" where nothing is given."""

    no: int
    name: str
    joined_on: str
    store: int
    number: str
    phone: str
    birth_year: int | None
    birth_month: int | None
    birth_day: int | None
    birth_lunar: bool
    birth_leap: bool
    gender: str
    card: str
    tier: int | None
    points: int
    guide: int | None
    source: str
    tags: str


class MemberRows:
    """Checks rows one by one against what is known beforehand: stores, tiers, guides, today."""

    def __init__(self, *, shops: Shops, house: House, at: dt.datetime) -> None:
        self._shops, self._house = shops, house
        self._today = timezone.localdate(at)
        tiers = list(Tier.objects.lowest_first())
        self._tiers = {tier.code: tier for tier in tiers}
        self._lowest = tiers[0] if tiers else None
        self._has_cards = CardKind.objects.exists()
        postings = Posting.objects.current(on=self._today).guides().filter(staff__is_active=True)
        self._guides = {
            (number, store): staff
            for number, store, staff in postings.values_list("staff__number", "store", "staff")
        }

    def check(self, no: int, row: tuple[str, ...]) -> StagedMember:
        """Return what row ``no`` of the file says.

        :raises BadCell: naming the first column that cannot be taken
        """
        name, joined_on, store, number, phone, birthday, gender, card, *more = row
        tier_code, points, guide, source, tags = more
        shop = self._shops.key_of(store)
        tier = self._tier(tier_code)
        return StagedMember(
            no,
            cells.text("name", name, longest=60, needed=True),
            self._day(joined_on).isoformat(),
            shop,
            cells.text("number", number, longest=40),
            self._phone(phone),
            *self._birth(birthday),
            self._gender(gender),
            self._card(card),
            tier.pk if tier else None,
            self._points(points),
            self._guide(guide, shop, tier),
            cells.text("source", source, longest=100),
            self._tags(tags),
        )

    def _day(self, cell: str) -> dt.date:
        day = cells.day("joined_on", cell)
        if day > self._today:
            raise BadCell("joined_on", _("This lies in the future."))
        return day

    def _phone(self, cell: str) -> str:
        if not cell.strip():
            return ""
        try:
            return parse_phone(cell)
        except NotAPhone as refusal:
            raise BadCell("phone", str(refusal)) from None

    def _birth(self, cell: str) -> Birth:
        if not cell.strip():
            return Birth()
        try:
            one = parse_birthday(cell, on=self._today)
        except NotABirthday as refusal:
            raise BadCell("birthday", str(refusal)) from None
        return Birth(one.year, one.month, one.day, one.lunar, one.leap)

    def _gender(self, cell: str) -> str:
        gender = cell.strip().upper()
        if gender and gender not in Gender.values:
            raise BadCell("gender", _("F, M or nothing."))
        return gender

    def _card(self, cell: str) -> str:
        card = cells.text("card_number", cell, longest=40)
        if card and not self._has_cards:
            raise BadCell("card_number", _("There is no kind of card yet."))
        return card

    def _tier(self, cell: str) -> Tier | None:
        code = cell.strip()
        if not code:
            return self._lowest
        if code not in self._tiers:
            raise BadCell("tier", _("There is no tier %(code)s.") % {"code": code})
        return self._tiers[code]

    def _points(self, cell: str) -> int:
        if not cell.strip():
            return 0
        points = cells.units("points", cell, places=0, most=LARGEST_BALANCE)
        if points < 0:
            raise BadCell("points", _("An opening balance cannot be negative."))
        return points

    def _guide(self, cell: str, store: int, tier: Tier | None) -> int | None:
        number = cell.strip()
        if not number:
            return None
        if (number, store) not in self._guides:
            facts = {"number": number}
            raise BadCell("guide", _("%(number)s is not a guide of this store.") % facts)
        if self._house.ownership_rule(self._house.store(store), tier, on=self._today) is None:
            raise BadCell("guide", _("No ownership rule is in force."))
        return self._guides[number, store]

    def _tags(self, cell: str) -> str:
        words = (word.strip() for word in cell.split(";"))
        return ";".join(
            dict.fromkeys(cells.text("tags", word, longest=40) for word in words if word)
        )
