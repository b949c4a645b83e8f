"""What of the printed cards a store has left."""

from __future__ import annotations

from django.db.models import Count, Max, Min, Q, QuerySet

from membership.enums import PrintedStatus
from membership.models import CardBatch, CardKind, PrintedCard
from stores.models import Store


def batches_in(stores: QuerySet[Store]) -> QuerySet[CardBatch]:
    """Return the batches of ``stores``, latest first, each with its range and how many are left.

    ``first`` and ``last`` are the outer numbers; ``left``, ``issued`` and ``void`` count.
    """
    return (
        CardBatch.objects.filter(store__in=stores)
        .select_related("kind", "store", "organisation", "received_by")
        .annotate(
            first=Min("printed__number"),
            last=Max("printed__number"),
            left=_counted(PrintedStatus.IN_STOCK),
            issued=_counted(PrintedStatus.ISSUED),
            void=_counted(PrintedStatus.VOID),
        )
        .order_by("-received_at", "-pk")
    )


def kind_of_printed(number: str) -> CardKind | None:
    """Return the kind ``number`` was printed for, or None if it is not among the printed ones."""
    return CardKind.objects.filter(batches__printed__number=number).first()


def printed_in(batch: CardBatch) -> QuerySet[PrintedCard]:
    """Return the numbers of ``batch`` in their order."""
    return batch.printed.order_by("number")


def _counted(status: PrintedStatus) -> Count:
    return Count("printed", filter=Q(printed__status=status))
