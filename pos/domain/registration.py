"""A VIP is registered at the till: member, account, tier and guide in one act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from common.birthdays import Birthday
from guides.domain.ownership import is_guide, own_member
from guides.enums import OwnershipReason
from loyalty.domain.ledger import lock_account
from loyalty.domain.occasions import reward_occasion, reward_profile
from loyalty.domain.tiers import enter_tier
from loyalty.enums import Occasion
from loyalty.models import Tier
from membership.domain.joining import join_member
from membership.enums import ConsentChannel, Purpose
from membership.models import CardKind, JoiningChannel, Member, Organisation
from stores.models import Staff, Store


@dataclass(frozen=True)
class Application:
    """What stands on the paper form, in its order. ``phone`` is E.164."""

    name: str
    phone: str
    birthday: Birthday | None
    birthday_declined: bool
    consents: Iterable[Purpose]
    tier: Tier
    card_number: str = ""
    card_kind: CardKind | None = None
    gender: str = ""
    channel: JoiningChannel | None = None
    referrer: Member | None = None
    organisation: Organisation | None = None


@transaction.atomic
def register_vip(
    *, application: Application, store: Store, enroller: Staff, by: Staff, at: dt.datetime
) -> Member:
    """Make the applicant a member; if a guide of ``store`` enrolled her, she looks after her.

    :raises PhoneTaken: if a member has this phone
    :raises CardRefused: as ``issue_card`` does, if the card cannot be hers
    :raises ConsentMissing: without the membership terms
    :raises BirthdayMissing: with neither birthday nor the wish not to give one
    :raises NotAnEntryTier: if the tier has to be reached
    """
    member = join_member(
        name=application.name,
        phone=application.phone,
        birthday=application.birthday,
        birthday_declined=application.birthday_declined,
        gender=application.gender,
        store=store,
        consents=application.consents,
        consent_channel=ConsentChannel.TILL,
        channel=application.channel,
        referrer=application.referrer,
        organisation=application.organisation,
        card_number=application.card_number,
        card_kind=application.card_kind,
        enroller=enroller,
        by=by,
        at=at,
    )
    lock_account(member=member)
    enter_tier(member=member, tier=application.tier, by=by, at=at)
    if is_guide(staff=enroller, store=store, on=member.joined_on):
        own_member(
            member=member,
            guide=enroller,
            store=store,
            reason=OwnershipReason.ENROLMENT,
            by=by,
            at=at,
        )
    reward_occasion(member=member, occasion=Occasion.JOINING, reference="joined", by=by, at=at)
    reward_profile(member=member, by=by, at=at)
    return member
