"""The way to a member's page: whom the visitor may act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from guides.queries import members as queries
from membership.enums import MemberStatus
from membership.models import Member
from stores.access import Act
from stores.http import StaffRequest

if TYPE_CHECKING:
    from guides.queries.members import ListedMember

ON_THE_PAGE = (
    Act.EDIT_MEMBER,
    Act.SEE_PHONE,
    Act.LOG_CONTACT,
    Act.TAKE_COMPLAINT,
    Act.ASSIGN_MEMBER,
    Act.ADJUST_MEMBER,
    Act.ISSUE_CARD,
    Act.DISQUALIFY_MEMBER,
    Act.MERGE_MEMBERS,
    Act.SERVE_MEMBER,
    Act.SEE_HISTORY,
)
# What is left to do to who was disqualified, by what one must be allowed for it.
WHILE_DISQUALIFIED = {
    Act.EDIT_MEMBER: "appeal",
    Act.DISQUALIFY_MEMBER: "decide",
    Act.SEE_HISTORY: "see_history",
}


def member_here(
    request: StaffRequest, number: str, act: Act, *, among: QuerySet[Member] | None = None
) -> ListedMember:
    """Return the member with that number, if the visitor may ``act`` on her; else nobody knows her.

    She is a current member, unless ``among`` says among whom to look.
    """
    request.access.require(act)
    return get_object_or_404(
        queries.listed(queries.members_of(request.access, act, among=among)).select_related(
            "home_store", "channel", "enroller", "referrer", "organisation"
        ),
        number=number,
    )


def may_here(request: StaffRequest, member: Member) -> set[str]:
    """Return what the visitor may do to ``member`` on her page, by name."""
    if member.status != MemberStatus.DISQUALIFIED:
        acts = queries.acts_on(request.access, member, *ON_THE_PAGE)
        return {act.name.lower() for act in acts}
    acts = queries.acts_on(
        request.access, member, *WHILE_DISQUALIFIED, among=Member.objects.known()
    )
    return {WHILE_DISQUALIFIED[act] for act in acts}
