"""Who sees and changes which records in the administration: asked of ``request.access`` alone.

Django's permission tables are not used. An admin names the act that shows its rows, the act
that changes them, and the way from a row to its store; the rest follows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import ModelForm
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import DropdownFilter

from common.admin import RecordAdmin
from stores.access import Act
from stores.http import StaffRequest


class ShopAdmin(RecordAdmin):
    """Records seen by who may ``sees``, changed by who may ``changes`` (None: by nobody).

    ``at_store`` is the lookup from a row to its store, as ``member__home_store``; None shows
    the rows of the whole brand. Nothing is ever deleted.
    """

    sees: ClassVar[Act] = Act.OPEN_ADMIN
    changes: ClassVar[Act | None] = None
    at_store: ClassVar[str | None] = None

    def get_queryset(self, request: StaffRequest) -> models.QuerySet[Any]:
        """Return the rows within the visitor's reach."""
        rows = super().get_queryset(request)
        if self.at_store is None:
            return rows
        return request.access.narrow(rows, self.sees, store=self.at_store)

    def has_view_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return request.access.can(self.sees)

    def has_module_permission(self, request: StaffRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: StaffRequest) -> bool:
        return self.has_change_permission(request)

    def has_change_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return self.changes is not None and request.access.can(self.changes)

    def has_delete_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return False


class FactInline(TabularInline):
    """What belongs to a fact, shown on its page; for reading."""

    extra = 0
    max_num: ClassVar[int | None] = 0
    can_delete = False
    hide_title = True
    show_change_link = True

    def has_view_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return False


class RuleInline(TabularInline):
    """What belongs to a rule and changes with it, by who may change rules."""

    extra = 0
    hide_title = True

    def has_view_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return request.access.can(Act.CHANGE_RULES)

    def has_change_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return request.access.can(Act.CHANGE_RULES)

    def has_delete_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return request.access.can(Act.CHANGE_RULES)


class KeptRecordAdmin(SimpleHistoryAdmin, ShopAdmin):
    """Records whose changes are kept, and told within one's reach."""

    object_history_list_template = "admin/history_rows.html"

    def get_urls(self) -> list[Any]:
        """Leave out the forms of earlier versions: the history says what changed."""
        return super(SimpleHistoryAdmin, self).get_urls()

    def history_view(
        self,
        request: StaffRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Refuse strangers, whom the library would show the past of what they may not see."""
        if self.get_object(request, object_id) is None:
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def revert_disabled(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return True


class RuleForm(ModelForm):
    """A dated rule begins today or later: what happened keeps the rule it happened under."""

    def clean_effective_from(self) -> dt.date:
        begins: dt.date = self.cleaned_data["effective_from"]
        if begins < timezone.localdate():
            raise ValidationError(_("A new rule begins today or later."))
        return begins


class DatedRuleAdmin(ShopAdmin):
    """Rules by date. Once in force they are for reading; a change is a new row."""

    form = RuleForm
    changes = Act.CHANGE_RULES
    ordering = ("-effective_from", "-pk")

    def has_change_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and not _in_force(obj)

    def has_delete_permission(self, request: StaffRequest, obj: models.Model | None = None) -> bool:
        """Let who may change rules drop one that has not begun: nothing happened under it."""
        return obj is not None and self.has_change_permission(request, obj)


def _in_force(rule: Any) -> bool:
    return rule is not None and rule.effective_from <= timezone.localdate()


class StoreFilter(DropdownFilter):
    """The stores within the visitor's reach; no filter for who has only one."""

    title = _("store")
    parameter_name = "store"

    def lookups(self, request: StaffRequest, model_admin: ShopAdmin) -> Iterable[tuple[str, str]]:
        stores = request.access.stores(model_admin.sees).order_by("name")
        choices = [(str(pk), name) for pk, name in stores.values_list("pk", "name")]
        return choices if len(choices) > 1 else []

    def queryset(
        self, request: StaffRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        chosen = self.value()
        if chosen not in dict(self.lookup_choices):
            return queryset
        return queryset.filter(**{self.path: chosen})

    path: ClassVar[str] = "store"


def store_filter(path: str) -> type[StoreFilter]:
    """Return a filter by the store that lies at ``path`` from a row, as ``till__store``."""
    return type("StoreFilter", (StoreFilter,), {"path": path})
