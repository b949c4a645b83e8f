"""Consents and the lists of membership. The member's page is in ``guides.admin``."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from membership.admin_base import OfMemberAdmin
from membership.models import (
    Consent,
    ConsentText,
    JoiningChannel,
    MemberSequence,
    PhoneReveal,
    Prospect,
    Tag,
)
from stores.access import Act
from stores.admin_base import DatedRuleAdmin, RuleForm, ShopAdmin, StoreFilter, store_filter


@admin.register(JoiningChannel)
class JoiningChannelAdmin(ShopAdmin):
    changes = Act.CHANGE_RULES
    list_display = ("__str__", "code", "is_offered")
    search_fields = ("code", "name_zh", "name_en")
    ordering = ("pk",)


@admin.register(Tag)
class TagAdmin(ShopAdmin):
    changes = Act.CHANGE_RULES
    list_display = ("name", "treatment")
    search_fields = ("name",)
    ordering = ("name",)


class ConsentTextForm(RuleForm):
    """New words are the next version of their purpose."""

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        earlier = ConsentText.objects.filter(purpose=facts.get("purpose")).exclude(
            pk=self.instance.pk
        )
        following = (earlier.aggregate(last=Max("version"))["last"] or 0) + 1
        if facts.get("version") != following:
            self.add_error(
                "version",
                ValidationError(
                    _("The next version is %(version)d."), params={"version": following}
                ),
            )
        return facts


@admin.register(ConsentText)
class ConsentTextAdmin(DatedRuleAdmin):
    form = ConsentTextForm
    list_display = ("purpose", "version", "effective_from", "body_zh")
    list_filter = (("purpose", ChoicesDropdownFilter),)


@admin.register(Consent)
class ConsentAdmin(OfMemberAdmin):
    list_display = ("purpose", "whose", "text", "channel", "given_at", "withdrawn_at")
    list_filter = (
        ("purpose", ChoicesDropdownFilter),
        ("channel", ChoicesDropdownFilter),
        store_filter("member__home_store"),
    )
    list_select_related = ("member", "text")
    linked_by = ("member",)


@admin.register(PhoneReveal)
class PhoneRevealAdmin(OfMemberAdmin):
    list_display = ("at", "staff", "whose", "page")
    list_filter = (store_filter("member__home_store"),)
    list_select_related = ("member", "staff")
    linked_by = ("member",)


@admin.register(MemberSequence)
class MemberSequenceAdmin(ShopAdmin):
    at_store = "store"
    list_display = ("store", "last")
    list_select_related = ("store",)


@admin.register(Prospect)
class ProspectAdmin(ShopAdmin):
    sees = Act.LIST_MEMBERS
    at_store = "store"
    list_display = ("name", "masked", "state", "channel", "store", "guide", "next_on", "noted_at")
    list_filter = (("state", ChoicesDropdownFilter), StoreFilter)
    list_select_related = ("channel", "store", "guide")
    exclude = ("phone",)
    ordering = ("-noted_at", "-pk")

    @admin.display(description=_("mobile"))
    def masked(self, prospect: Prospect) -> str:
        return prospect.masked_phone
