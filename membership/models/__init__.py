from membership.models.card import Card, CardKind
from membership.models.consent import Consent, ConsentText
from membership.models.member import JoiningChannel, Member, Tag
from membership.models.number import MemberSequence
from membership.models.reveal import PhoneReveal

__all__ = [
    "Card",
    "CardKind",
    "Consent",
    "ConsentText",
    "JoiningChannel",
    "Member",
    "MemberSequence",
    "PhoneReveal",
    "Tag",
]
