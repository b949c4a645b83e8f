"""What every page of the administration has in common: fast on large tables, and tight-lipped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, NoReturn, cast

from django.contrib.admin import ShowFacets, SimpleListFilter
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

CEILING = 10_000  # rows
# How filters and links may ask of a path: which one, whether there is one, from when, until when.
OFFERED = {"", "__exact", "__id__exact", "__isnull", "_from", "_to"}


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts only as far as anybody would leaf; beyond that one searches or filters."""

    template_name = "admin/pages.html"

    @cached_property
    def count(self) -> int:
        """How many rows there are, at most ``CEILING``."""
        return min(self._counted, CEILING)

    @property
    def is_cut_off(self) -> bool:
        """Whether there are more than can be leafed through."""
        return self._counted > CEILING

    @cached_property
    def _counted(self) -> int:
        rows = cast("models.QuerySet[Any]", self.object_list)
        return rows.order_by().values("pk")[: CEILING + 1].count()


class BoundedChangeList(ChangeList):
    """A list that says once, below, how many rows it has."""

    def get_results(self, request: Any) -> None:
        super().get_results(request)
        self.full_result_count = self.result_count


class RecordAdmin(ModelAdmin):
    """Lists without full counts and sorts, filters only as offered, no select boxes of facts."""

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 0
    list_filter_submit = True
    list_disable_select_all = True
    sortable_by: ClassVar[tuple[str, ...]] = ()
    ordering: ClassVar[tuple[str, ...]] = ("-pk",)
    actions: ClassVar[tuple[str, ...] | None] = None
    # Lookups that links from other pages filter by, besides those the list offers.
    linked_by: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, request: Any) -> models.QuerySet[Any]:
        """Return the rows with what their names need, so that no page asks row by row."""
        rows: models.QuerySet[Any] = super().get_queryset(request)
        return rows.select_related(*self.list_select_related) if self.list_select_related else rows

    def get_changelist(self, request: Any, **extra: Any) -> type[ChangeList]:
        return BoundedChangeList

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """Tell whether the page offers to filter by ``lookup``.

        Django allows every column of the table, so that a URL could guess at a masked phone or
        a hashed password, one character after the other.
        """
        return any(lookup.removeprefix(path) in OFFERED for path in self._offered(request))

    def _get_obj_does_not_exist_redirect(self, request: Any, opts: Any, object_id: str) -> NoReturn:
        """Answer for a stranger's record as for one that never was."""
        raise Http404

    def _offered(self, request: Any) -> Iterator[str]:
        yield from self.linked_by
        for offer in self.get_list_filter(request):
            if isinstance(offer, str):
                yield offer
            elif isinstance(offer, tuple):
                yield offer[0]
            elif issubclass(offer, SimpleListFilter):
                yield offer.parameter_name
