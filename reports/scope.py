"""Where a figure looks, and where a visitor may."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from stores.access import Access, Act, Reach
from stores.models import Region, Store


@dataclass(frozen=True)
class Scope:
    """One store, one region or, with neither, the whole brand."""

    store: Store | None = None
    region: Region | None = None

    @property
    def code(self) -> str:
        """The scope in one word, for addresses and files: ``24``, ``region:east``, ``brand``."""
        if self.store:
            return self.store.code
        return f"region:{self.region.code}" if self.region else "brand"

    @property
    def label(self) -> str:
        """The scope as people read it."""
        if self.store:
            return self.store.name
        return self.region.name if self.region else _("All stores")

    def at(self, store: str) -> Q:
        """Return the condition on rows whose store is found by the lookup ``store``."""
        if self.store:
            return Q(**{store: self.store.pk})
        return Q(**{f"{store}__region": self.region.pk}) if self.region else Q()

    @property
    def params(self) -> dict[str, int | None]:
        """The scope as the files under ``sql/`` ask for it."""
        return {
            "store": self.store.pk if self.store else None,
            "region": self.region.pk if self.region else None,
        }


BRAND = Scope()


def scopes_of(access: Access) -> dict[str, Scope]:
    """Return by code the scopes whose figures the visitor may see, the widest first.

    A region is hers when every store of it is.
    """
    visible = access.stores(Act.SEE_REPORTS)
    stores = visible.select_related("region").order_by("code")
    regions = (
        Region.objects.filter(stores__in=visible)
        .exclude(stores__in=Store.objects.exclude(pk__in=visible))
        .distinct()
        .order_by("code")
    )
    scopes = [BRAND] if access.reach(Act.SEE_REPORTS) == Reach.BRAND else []
    scopes += [Scope(region=region) for region in regions]
    scopes += [Scope(store=store) for store in stores]
    return {scope.code: scope for scope in scopes}
