"""Every figure a second time, in pandas, from the definitions alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

from tests.reports.pandas_facts import Facts, months, number, within

Rows = list[dict[str, object]]

STATES = ["prospect", "active", "silent", "sleeping", "lost"]


def rate(part: int, whole: int) -> dict[str, object]:
    share = Fraction(int(part), int(whole)) if whole else None
    return {
        "numerator": int(part),
        "denominator": int(whole),
        "rate": None if share is None else rounded(share, "0.0001"),
    }


def money(fen: int) -> str:
    return str(Decimal(int(fen)) / 100 + Decimal("0.00"))


def rounded(share: Fraction, to: str) -> str:
    exact = Decimal(share.numerator) / share.denominator
    return str(exact.quantize(Decimal(to), rounding=ROUND_HALF_UP))


def member_sales_share(facts: Facts, since: int, until: int, **_: int) -> Rows:
    sold = within(facts.receipts, "day", since, until)
    part, whole = sold[sold.member >= 0].net.sum(), sold.net.sum()
    return [{**rate(part, whole), "numerator": money(part), "denominator": money(whole)}]


def ticket(facts: Facts, since: int, until: int, **_: int) -> Rows:
    sold = within(facts.receipts, "day", since, until)
    tickets = within(facts.tickets, "day", since, until)
    answer = []
    for who, of in {
        "members": lambda rows: rows[rows.member >= 0],
        "others": lambda rows: rows[rows.member < 0],
        "all": lambda rows: rows,
    }.items():
        count, units, net = len(of(tickets)), int(of(sold).units.sum()), int(of(sold).net.sum())
        whole, part = divmod(units, 1000)
        answer.append(
            {
                "who": who,
                "tickets": count,
                "units": whole if not part else f"{Decimal(units) / 1000:f}",
                "net": money(net),
                "price_per_item": rounded(Fraction(net * 10, units), "0.01") if units else None,
                "items_per_ticket": (
                    rounded(Fraction(units, count * 1000), "0.0001") if count else None
                ),
                "ticket_value": rounded(Fraction(net, count * 100), "0.01") if count else None,
            }
        )
    return answer


def new_members(facts: Facts, since: int, until: int, **_: int) -> Rows:
    return [{"value": len(within(facts.members, "joined", since, until))}]


def new_members_by_channel(facts: Facts, since: int, until: int, **_: int) -> Rows:
    joined = within(facts.members, "joined", since, until)
    counts = joined.channel.fillna("~").value_counts()
    most_first = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [{"channel": None if code == "~" else code, "members": n} for code, n in most_first]


def new_member_retention(facts: Facts, since: int, until: int, *, days: int, **_: int) -> Rows:
    joined = within(facts.members, "joined", since, until)
    visits = joined.merge(facts.visits, on="member")
    age = visits.day - visits.joined
    counts = visits[(age >= 0) & (age <= days)].groupby("member").size()
    return [rate((counts >= 2).sum(), len(joined))]


def old_member_repeat_amount(
    facts: Facts, since: int, until: int, *, everybody: pd.DataFrame, **_: int
) -> Rows:
    old = everybody[everybody.joined < since].member
    sold = within(facts.receipts, "day", since, until)
    return [{"value": money(sold[sold.member.isin(old)].net.sum())}]


def old_member_repurchase_rate(facts: Facts, since: int, until: int, **_: int) -> Rows:
    old = facts.members[facts.members.joined < since].member
    came = within(facts.visits, "day", since, until).member
    return [rate(old.isin(came).sum(), len(old))]


def churn_rate(facts: Facts, since: int, until: int, **_: int) -> Rows:
    old = facts.members[facts.members.joined < since].member
    standing = old[states(facts, old, since) != "lost"]
    return [rate((states(facts, standing, until) == "lost").sum(), len(standing))]


def conversion_rate(facts: Facts, since: int, until: int, **_: int) -> Rows:
    joined = len(within(facts.members, "joined", since, until))
    tickets = within(facts.tickets, "day", since, until)
    return [rate(joined, joined + (tickets.member < 0).sum())]


def share_of_new(facts: Facts, since: int, until: int, **_: int) -> Rows:
    return [
        rate(
            len(within(facts.members, "joined", since, until)),
            (facts.members.joined < until).sum(),
        )
    ]


def repurchase_rate(facts: Facts, since: int, until: int, **_: int) -> Rows:
    visits = within(facts.visits, "day", since, until).groupby("member").size()
    return [rate((visits >= 2).sum(), len(visits))]


def returning_rate(facts: Facts, since: int, until: int, **_: int) -> Rows:
    first = facts.visits.groupby("member").day.min()
    came = within(facts.visits, "day", since, until).member.unique()
    return [rate((first.loc[came] < since).sum(), len(came))]


def retention(facts: Facts, since: int, until: int, *, length: int, **_: int) -> Rows:
    before = within(facts.visits, "day", since - length, since).member.unique()
    came = within(facts.visits, "day", since, until).member.unique()
    return [rate(len(np.intersect1d(before, came)), len(before))]


def cohort(facts: Facts, since: int, until: int, *, as_of: int, **_: int) -> Rows:
    visits = facts.visits.assign(month=lambda rows: months(rows.day))
    visits["cohort"] = visits.groupby("member").month.transform("min")
    over = months(pd.Series([as_of + 1]))[0]
    answer = []
    for first in cohorts_between(visits.cohort, since, until):
        own = visits[visits.cohort == first]
        answer += [
            {
                "cohort": str(np.datetime64(int(first), "M")),
                "age": int(month - first),
                "size": own.member.nunique(),
                "retained": own[own.month == month].member.nunique(),
            }
            for month in range(first, over)
        ]
    return answer


def n_day_repurchase(
    facts: Facts, since: int, until: int, *, days: int, as_of: int, **_: int
) -> Rows:
    visits = facts.visits.copy()
    visits["first"] = visits.groupby("member").day.transform("min")
    visits["cohort"] = months(visits["first"])
    answer = []
    for first in cohorts_between(visits.cohort, since, until):
        own = visits[visits.cohort == first]
        soon = own[own.day - own["first"] <= days].groupby("member").size()
        ends = np.datetime64(int(first) + 1, "M").astype("datetime64[D]").astype(int)
        answer.append(
            {
                "cohort": str(np.datetime64(int(first), "M")),
                "size": len(soon),
                "returned": int((soon >= 2).sum()),
                "complete": bool(ends + days <= as_of),
            }
        )
    return answer


def lifecycle(facts: Facts, *_: int, as_of: int, **__: int) -> Rows:
    state = states(facts, facts.members.member, as_of, visits_until=as_of + 1)
    return [{"state": one, "members": int((state == one).sum())} for one in STATES]


def lifecycle_flow(facts: Facts, since: int, until: int, **_: int) -> Rows:
    members = facts.members[facts.members.joined < until]
    before = states(facts, members.member, since)
    before[(members.joined >= since).to_numpy()] = "new"
    pairs = pd.DataFrame({"from": before, "to": states(facts, members.member, until)})
    counts = pairs.groupby(["from", "to"]).size()
    return [
        {"from": a, "to": b, "members": int(counts[a, b])}
        for a in [*STATES, "new"]
        for b in STATES
        if (a, b) in counts
    ]


def states(
    facts: Facts, members: pd.Series, day: int, *, visits_until: int | None = None
) -> np.ndarray:
    """Return where each of ``members`` stands on ``day`` by the days since her last visit."""
    known = facts.visits[facts.visits.day < (visits_until or day)]
    last = known.groupby("member").day.max().reindex(members).to_numpy()
    since_last = day - last
    return np.select(
        [np.isnan(since_last), since_last <= 90, since_last <= 180, since_last <= 365],
        STATES[:4],
        default="lost",
    ).astype(object)


def cohorts_between(cohorts: pd.Series, since: int, until: int) -> list[int]:
    first, last = months(pd.Series([since, until - 1]))
    return sorted(one for one in cohorts.unique() if first <= one <= last)


FIGURES: dict[str, Callable[..., Rows]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        member_sales_share,
        ticket,
        new_members,
        new_members_by_channel,
        new_member_retention,
        old_member_repeat_amount,
        old_member_repurchase_rate,
        churn_rate,
        conversion_rate,
        share_of_new,
        repurchase_rate,
        returning_rate,
        retention,
        cohort,
        n_day_repurchase,
        lifecycle,
        lifecycle_flow,
    )
}


def answer(
    facts: Facts,
    slug: str,
    *,
    since: dt.date,
    until: dt.date,
    stores: set[int] | None,
    as_of: dt.date,
    days: int,
) -> Rows:
    """Return the rows of a figure as ``manage.py kpi --format json`` prints them."""
    known = facts.of(stores, number(as_of))
    return FIGURES[slug](
        known,
        number(since),
        min(number(until), number(as_of) + 1),
        length=number(until) - number(since),
        everybody=facts.members,
        as_of=number(as_of),
        days=days,
    )
