"""How many of the members a visitor may see have each grade, and who they are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet, Sum

from common.aggregates import sum_money
from common.money import ZERO
from guides.queries.members import listed
from loyalty.enums import Grade
from loyalty.models import MemberScore
from membership.models import Member

if TYPE_CHECKING:
    from guides.queries.members import ListedMember


@dataclass(frozen=True)
class GradeShare:
    """The members of a grade and what they bought; shares, of all graded ones, are fractions."""

    grade: Grade
    members: int
    visits: int
    net: Decimal
    members_share: Decimal
    net_share: Decimal


def worth(members: QuerySet[Member]) -> list[GradeShare]:
    """Return each grade with what ``members`` have of it; nothing where nobody is graded."""
    found: dict[str, tuple[int, int, Decimal]] = {
        grade: (count, visits, net)
        for grade, count, visits, net in MemberScore.objects.filter(member__in=members)
        .order_by()
        .values_list("grade")
        .annotate(Count("pk"), Sum("visits"), bought=sum_money("net"))
    }
    everybody = sum(count for count, _visits, _net in found.values())
    everything = sum((net for _count, _visits, net in found.values()), ZERO)
    grades = []
    for grade in Grade if everybody else ():
        count, visits, net = found.get(grade.value, (0, 0, ZERO))
        grades.append(
            GradeShare(grade, count, visits, net, Decimal(count) / everybody, net / everything)
        )
    return grades


def graded(members: QuerySet[Member], grade: str) -> QuerySet[ListedMember]:
    """Return those of ``members`` who have ``grade``, the best score first."""
    found = listed(members.filter(score__grade=grade)).select_related("home_store", "score")
    return found.order_by("-score__score", "-pk")
