"""What a purchase brings besides points, and what of it goes when the goods come back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from loyalty.domain.earning import Earning
from loyalty.domain.referring import reward_referral, undo_referral
from loyalty.domain.spend_rebate import give_spend_rebate, withdraw_spend_rebate
from loyalty.models import PointsAccount
from loyalty.programme import Programme
from sales.models import Sale


def reward_purchase(
    *, sale: Sale, account: PointsAccount, earning: Earning, rules: Programme, at: dt.datetime
) -> None:
    """Give the coupon for the next ticket, and the rewards of a referral.

    The caller holds the accounts by ``lock_buyer``.
    """
    member, spent = account.member, earning.spent
    give_spend_rebate(member=member, sale=sale, spent=spent, rules=rules, at=at)
    reward_referral(friend=member, sale=sale, spent=spent, rules=rules, at=at)


def undo_rewards(
    *, sale: Sale, back: Sale, account: PointsAccount, kept: Decimal, at: dt.datetime
) -> None:
    """Take them back as far as goods for ``kept`` yuan in money do not earn them.

    The coupon for the next ticket goes when nothing of the goods stays. The caller holds the
    accounts by ``lock_returner``.
    """
    if kept <= 0:
        note = _("The goods came back: receipt %(receipt)s.") % {"receipt": back.receipt}
        withdraw_spend_rebate(member=account.member, sale=sale, note=note, at=at)
    if account.member.referrer_id:
        undo_referral(sale=sale, back=back, kept=kept, at=at)
