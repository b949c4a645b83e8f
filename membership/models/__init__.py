from membership.models.card import Card, CardBatch, CardKind, PrintedCard
from membership.models.consent import Consent, ConsentText
from membership.models.disqualification import Disqualification
from membership.models.member import JoiningChannel, Member, Tag
from membership.models.merge import MemberMerge, ToldApart
from membership.models.number import MemberSequence
from membership.models.organisation import Organisation
from membership.models.prospect import Prospect
from membership.models.referral import ReferralCode
from membership.models.reveal import PhoneReveal
from membership.models.soft_profile import Anniversary, MemberNote, RecordCheck, SoftProfile

__all__ = [
    "Anniversary",
    "Card",
    "CardBatch",
    "CardKind",
    "Consent",
    "ConsentText",
    "Disqualification",
    "JoiningChannel",
    "Member",
    "MemberMerge",
    "MemberNote",
    "MemberSequence",
    "Organisation",
    "PhoneReveal",
    "PrintedCard",
    "Prospect",
    "RecordCheck",
    "ReferralCode",
    "SoftProfile",
    "Tag",
    "ToldApart",
]
