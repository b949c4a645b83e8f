"""What the handbook says of cards: the kinds on offer, put into words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.languages import reads_chinese
from common.money import yuan
from membership.models import CardKind


@dataclass(frozen=True)
class CardWords:
    """A kind of card as the handbook describes it; ``purpose`` is empty where none is kept."""

    kind: CardKind
    price: str
    term: str
    holder: str
    purpose: str


def cards() -> list[CardWords]:
    """Return the kinds of card a customer can ask for; those the shop keeps to itself are not."""
    offered = CardKind.objects.filter(is_offered=True).order_by("pk")
    return [
        CardWords(
            kind=kind,
            price=yuan(kind.price) if kind.price else pgettext("card", "free"),
            term=_term(kind),
            holder=_("personal") if kind.is_personal else _("whoever presents it"),
            purpose=_purpose(kind),
        )
        for kind in offered
    ]


def _term(kind: CardKind) -> str:
    if kind.term_months is None:
        return _("For good")
    return ngettext("%(n)d month", "%(n)d months", kind.term_months) % {"n": kind.term_months}


def _purpose(kind: CardKind) -> str:
    said = kind.purpose_zh if reads_chinese() else kind.purpose_en
    return said or kind.purpose_zh or kind.purpose_en
