"""What a member's record in the administration leads to, and keeps to itself."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from simple_history.template_utils import HistoricalRecordContextHelper

from common.masking import mask_phone
from membership.models import Member

# What else is on record of a member: the list and how it is asked for hers.
SEE_ALSO = [
    ("sales_sale", "member"),
    ("sales_visit", "member"),
    ("loyalty_pointsentry", "account__member"),
    ("loyalty_pointslot", "account__member"),
    ("loyalty_tierassignment", "member"),
    ("guides_ownership", "member"),
    ("guides_contact", "member"),
    ("membership_card", "member"),
    ("membership_disqualification", "member"),
    ("membership_consent", "member"),
    ("membership_phonereveal", "member"),
]


class MaskedChanges(HistoricalRecordContextHelper):
    """Says that a phone changed, not from what to what."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        if change.field == "phone":
            return mask_phone(str(value)) if value else ""
        return super().prepare_delta_change_value(change, value)


def links_to_what_is_hers(member: Member) -> SafeString:
    """Return links to the lists of what else is on record of ``member``."""
    links = (
        (reverse(f"admin:{page}_changelist"), path, member.pk, _name(page))
        for page, path in SEE_ALSO
    )
    return format_html_join(" · ", '<a class="text-link" href="{}?{}={}">{}</a>', links)


def _name(page: str) -> str:
    app_label, model_name = page.split("_")
    return capfirst(apps.get_model(app_label, model_name)._meta.verbose_name_plural)
