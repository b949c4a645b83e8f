"""Which texts a guide may send to a member, and by which ways."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from guides.domain.sparing import Heard, heard_by
from guides.domain.texting import addressed
from guides.enums import ContactChannel
from guides.forms.texts import WAYS
from guides.models import MessageTemplate
from membership.models import Member
from stores.models import Staff


@dataclass(frozen=True)
class Offer:
    """What may be sent to a member: any care; recommendations as she agreed, and not too often."""

    templates: list[MessageTemplate]
    agreed: list[ContactChannel]
    is_in_peace: bool
    heard: Heard

    def ways(self, template: MessageTemplate) -> list[ContactChannel]:
        """Return by which ways ``template`` may go."""
        return list(WAYS) if template.is_care else self.agreed


def offer_to(member: Member, *, by: Staff, at: dt.datetime) -> Offer:
    """Return what ``by`` may send to ``member``, in her name; nothing to whom we leave in peace."""
    heard = heard_by(member, at=at)
    purposes = set(member.consents.standing().values_list("purpose", flat=True))
    agreed = [way for way, purpose in WAYS.items() if purpose in purposes]
    in_peace = member.set_aside.open().in_peace().exists()
    texts = MessageTemplate.objects.offered_to(by).own_first()
    offered = [] if in_peace else list(texts)
    for one in offered:
        one.body = addressed(one, member=member)
    may_recommend = agreed and not heard.is_enough
    templates = [one for one in offered if one.is_care or may_recommend]
    return Offer(templates, agreed, in_peace, heard)
