"""What a refusal says to whoever stands at the till or the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.masking import mask_name
from membership.domain.card_refusals import (
    AnotherKind,
    BatchExpired,
    CardExpired,
    CardNotThere,
    CardRefused,
    MainCardMissing,
    NotAMember,
    NotFree,
    NotGiftable,
    NotInStock,
    NotSellable,
    NumberMissing,
    NumberTaken,
    QuotaUsed,
)
from membership.models import Card

SENTENCES = {
    NotGiftable: _("A %(kind)s must not be given away."),
    NotSellable: _("A %(kind)s must not be sold."),
    NotFree: _("A %(kind)s costs something: sell it at the till."),
    AnotherKind: _("This number was printed for another kind: %(kind)s."),
    QuotaUsed: _("%(store)s has issued its %(quota)s of this kind in %(year)s."),
    NumberMissing: _("A printed card has a number: scan it."),
    NumberTaken: _("This card is %(name)s's already."),
    NotInStock: _("%(number)s is not in this store's stock of cards."),
    BatchExpired: _("The day these cards were printed for is over since %(expired_on)s."),
    NotAMember: _("Her membership does not stand."),
    MainCardMissing: _("She needs a main card first."),
    CardExpired: _("The term of card %(number)s is over. Issue a new one."),
    CardNotThere: _("Card %(number)s is in another state meanwhile: %(state)s."),
}


def why_no_card(refusal: CardRefused) -> str:
    """Return why a card was not issued, blocked or replaced, as a sentence."""
    facts = dict(vars(refusal))
    if isinstance(card := facts.get("card"), Card):
        facts |= {
            "number": card.number,
            "name": mask_name(card.member.name),
            "state": card.get_status_display(),
        }
    return str(SENTENCES[type(refusal)]) % facts
