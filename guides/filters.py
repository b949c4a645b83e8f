"""Which of her members a visitor looks at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import django_filters as filters
from django.db.models import QuerySet
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _

from guides.enums import CountedBy, Focus, Place
from guides.queries import members as queries
from guides.queries import referrals
from loyalty.models import Tier
from membership.models import Member, Tag
from stores.access import Act
from stores.http import StaffRequest
from stores.models import Store


def _stores_listed(request: StaffRequest) -> QuerySet[Store]:
    return request.access.stores(Act.LIST_MEMBERS).order_by("name")


def _home_store(*, among: Callable[[StaffRequest], QuerySet[Store]]) -> filters.Filter:
    return filters.ModelChoiceFilter(
        label=_("Store"),
        queryset=among,
        to_field_name="code",
        empty_label=_("Every store"),
        field_name="home_store",
    )


class MemberFilter(filters.FilterSet):
    """Narrows a list of members to what the address asks for."""

    place = filters.ChoiceFilter(choices=Place.choices, method="from_place", widget=HiddenInput)
    focus = filters.ChoiceFilter(choices=Focus.choices, method="with_focus", widget=HiddenInput)
    tier = filters.ModelChoiceFilter(
        label=_("Tier"),
        queryset=Tier.objects.lowest_first(),
        to_field_name="code",
        empty_label=_("Every tier"),
        method="of_tier",
    )
    store = _home_store(among=_stores_listed)

    def __init__(self, request: StaffRequest, members: QuerySet[Member], *, on: dt.date) -> None:
        data = request.GET.copy()
        if data.get("place") not in Place.values:
            data["place"] = Place.HAND
        super().__init__(data, queryset=members, request=request)
        self.on = on

    @property
    def from_where(self) -> str:
        """Return the place the members shown are listed from."""
        return self.data["place"]

    @property
    def reason(self) -> str:
        """Return the focus of the list; empty when for no particular reason."""
        return self.form.cleaned_data.get("focus", "") if self.form.is_valid() else ""

    @property
    def narrows(self) -> bool:
        """Tell whether fewer are shown than there are at the place."""
        return any(self.data.get(name) for name in ("focus", "tier", "store"))

    def from_place(self, rows: QuerySet[Member], _name: str, place: str) -> QuerySet[Member]:
        return queries.in_the_pool(rows) if place == Place.POOL else queries.in_a_hand(rows)

    def with_focus(self, rows: QuerySet[Member], _name: str, focus: str) -> QuerySet[Member]:
        return queries.focused(rows, focus, on=self.on)

    def of_tier(self, rows: QuerySet[Member], _name: str, tier: Tier) -> QuerySet[Member]:
        return queries.of_tier(rows, tier)


class BandFilter(filters.FilterSet):
    """Narrows the members counted by bands of points."""

    tag = filters.ModelChoiceFilter(
        label=_("Tag"),
        queryset=Tag.objects.order_by("name"),
        to_field_name="name",
        empty_label=_("Every tag"),
        field_name="tags",
    )
    store = _home_store(among=_stores_listed)

    def __init__(self, request: StaffRequest, members: QuerySet[Member]) -> None:
        super().__init__(request.GET, queryset=members, request=request)


def _stores_reported(request: StaffRequest) -> QuerySet[Store]:
    return request.access.stores(Act.SEE_REPORTS).order_by("name")


class ReferralFilter(filters.FilterSet):
    """Narrows those who joined, and says by whom they are counted."""

    by = filters.ChoiceFilter(choices=CountedBy.choices, method="as_they_are", widget=HiddenInput)
    within = filters.ChoiceFilter(
        choices=[*((str(months), months) for months in referrals.MONTHS), ("ever", "ever")],
        method="joined_within",
        widget=HiddenInput,
    )
    store = _home_store(among=_stores_reported)

    def __init__(self, request: StaffRequest, *, on: dt.date) -> None:
        data = request.GET.copy()
        if data.get("by") not in CountedBy.values:
            data["by"] = CountedBy.GUIDE
        if data.get("within") not in {"ever", *map(str, referrals.MONTHS)}:
            data["within"] = str(referrals.MONTHS[-1])
        super().__init__(data, queryset=referrals.joined(request.access), request=request)
        self.on = on

    def as_they_are(self, rows: QuerySet[Member], _name: str, _by: str) -> QuerySet[Member]:
        return rows

    def joined_within(self, rows: QuerySet[Member], _name: str, within: str) -> QuerySet[Member]:
        if within == "ever":
            return rows
        return referrals.lately(rows, months=int(within), on=self.on)
