"""A car wash that gives gold members its service, and what members use of it."""

import datetime as dt
import uuid
from decimal import Decimal

from loyalty.domain.partner_statements import approve_statement, draft_statement, settle_statement
from loyalty.domain.perks import use_perk
from loyalty.domain.rewards import hand_over, redeem_reward
from loyalty.domain.tiers import enter_tier
from loyalty.enums import PerkKind
from loyalty.models import (
    Partner,
    PartnerStatement,
    PartnerTerms,
    Perk,
    PerkUse,
    Redemption,
    Reward,
    Tier,
    TierPerk,
)
from membership.models import Member
from sales.models import Sale
from stores.enums import Role
from stores.models import Staff
from tests.factories import DAY, NOON, MemberFactory, StaffFactory, StoreFactory, posted
from tests.loyalty.points import credit

A_DAY = dt.timedelta(days=1)
TOMORROW = NOON + A_DAY
WASH, FILM = Decimal("25.00"), Decimal("40.50")


def car_wash(name: str = "洁行洗车") -> Partner:
    """Return a partner of this year."""
    return Partner.objects.create(
        name=name, contact_name="洪经理", contact_phone="021-64850099", since=dt.date(2026, 1, 1)
    )


def washing(partner: Partner, *, price: Decimal = WASH, begins: dt.date = DAY) -> Perk:
    """Let gold members have their cars washed by ``partner``, from ``begins`` on for ``price``."""
    perk = Perk.objects.create(
        code=f"wash-{partner.pk}", kind=PerkKind.SERVICE, name_zh="洗车", name_en="Car wash"
    )
    TierPerk.objects.create(tier=Tier.objects.get(code="gold"), perk=perk)
    agree(partner, perk, price=price, begins=begins)
    return perk


def agree(
    partner: Partner | None, perk: Perk, *, price: Decimal, begins: dt.date = DAY
) -> PartnerTerms:
    """Have terms for ``perk`` begin."""
    return PartnerTerms.objects.create(
        partner=partner,
        perk=perk,
        price=price,
        called="标准洗车" if partner else "",
        effective_from=begins,
    )


def film(partner: Partner, **facts: object) -> Reward:
    """Let members have a cinema voucher of ``partner`` for 100 points."""
    given = {"kind": "gift", "points": 100, "name_zh": "电影票", "name_en": "Film"} | facts
    reward = Reward.objects.create(code=f"film-{partner.pk}", **given)
    PartnerTerms.objects.create(
        partner=partner, reward=reward, price=FILM, called="2D 影票", effective_from=DAY
    )
    return reward


def driver(*, at: dt.datetime = NOON - A_DAY) -> Member:
    """Return a gold member with points."""
    member = MemberFactory(home_store=StoreFactory())
    enter_tier(member=member, tier=Tier.objects.get(code="gold"), by=None, at=at)
    credit(member, 1_000)
    return member


def use(
    member: Member,
    perk: Perk,
    *,
    at: dt.datetime = NOON,
    key: uuid.UUID | None = None,
    sale: Sale | None = None,
) -> PerkUse:
    """Use ``perk`` at the desk of her store."""
    return use_perk(
        key=key or uuid.uuid4(),
        member=member,
        perk=perk,
        store=member.home_store,
        by=StaffFactory(),
        at=at,
        sale=sale,
    )


def redeem(member: Member, reward: Reward, *, at: dt.datetime = NOON) -> Redemption:
    """Redeem ``reward`` at the desk of her store."""
    facts = {"store": member.home_store, "by": StaffFactory(), "at": at}
    return redeem_reward(key=uuid.uuid4(), member=member, reward=reward, **facts)


def collect(voucher: Redemption, *, at: dt.datetime = NOON) -> Redemption:
    """Hand over what ``voucher`` stands for."""
    return hand_over(redemption=voucher, store=voucher.store, by=StaffFactory(), at=at)


def officer() -> Staff:
    """Return a member officer."""
    return posted(Role.MEMBER_OFFICER)


def drafted(
    partner: Partner, *, by: Staff | None = None, at: dt.datetime = TOMORROW
) -> PartnerStatement:
    """Draft a statement up to the day before ``at``."""
    last_day = (at - A_DAY).date()
    return draft_statement(partner=partner, last_day=last_day, by=by or officer(), at=at)


def approved(statement: PartnerStatement, *, at: dt.datetime = TOMORROW) -> PartnerStatement:
    """Have somebody else approve ``statement``."""
    return approve_statement(statement=statement, shown=statement.payable, by=StaffFactory(), at=at)


def settled(partner: Partner, *, at: dt.datetime = TOMORROW) -> PartnerStatement:
    """Draft, approve and pay what ``partner`` is owed up to the day before ``at``."""
    return settle_statement(
        statement=approved(drafted(partner, at=at), at=at),
        paid_on=at.date(),
        reference="ICBC-0001",
        by=StaffFactory(),
        at=at,
    )
