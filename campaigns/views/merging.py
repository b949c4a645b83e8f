"""Two records of one person are compared, merged, and parted again."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.domain import merging
from campaigns.domain.foreseeing import foresee_merge
from campaigns.doors import member_here
from campaigns.forms.merging import MergeForm
from campaigns.panels.merging import merges_of, side_by_side
from guides.queries.members import members_of
from membership.domain import telling_apart
from membership.duplicates import doubles_of
from membership.queries import search
from stores.access import Act
from stores.http import StaffRequest


@require_GET
@never_cache
def merge_find(request: StaffRequest, number: str) -> HttpResponse:
    """Suggest the records that may be of the same person, or look for another."""
    member = member_here(request, number, Act.MERGE_MEMBERS)
    within = members_of(request.access, Act.MERGE_MEMBERS).select_related("home_store")
    typed = request.GET.get("member", "").strip()
    found = [one for one in search(typed, within=within) if one.pk != member.pk]
    context = {
        "member": member,
        "doubles": doubles_of(member, within=within),
        "typed": typed,
        "found": found,
    }
    return render(request, "campaigns/merge_find.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def merge(request: StaffRequest, number: str, other: str) -> HttpResponse:
    """Show both records side by side and what the merge does, and merge once confirmed."""
    kept = member_here(request, number, Act.MERGE_MEMBERS)
    merged = member_here(request, other, Act.MERGE_MEMBERS)
    if kept.pk == merged.pk:
        return redirect("campaigns:merge_find", number)
    form, at = MergeForm(request.POST or None, initial={"key": uuid4()}), timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            merging.merge_members(
                kept=kept, merged=merged, by=request.user, at=at, **form.cleaned_data
            )
        except (merging.NotCurrent, merging.MergeKeyReused):
            messages.info(request, _("Somebody has merged one of them meanwhile."))
        else:
            words = {"merged": merged.number, "kept": kept.number}
            messages.success(request, _("%(merged)s is now part of %(kept)s.") % words)
        return redirect("campaigns:member", number)
    context = {
        "kept": kept,
        "merged": merged,
        "facts": side_by_side(kept, merged, at=at),
        "after": foresee_merge(kept=kept, merged=merged, by=request.user, at=at),
        "form": form,
        "told_apart": telling_apart.pair_of(kept, merged).first(),
    }
    return render(request, "campaigns/merge.html", context)


@require_POST
def tell_apart(request: StaffRequest, number: str, other: str) -> HttpResponse:
    """Remember that both records are of two people."""
    one = member_here(request, number, Act.MERGE_MEMBERS)
    another = member_here(request, other, Act.MERGE_MEMBERS)
    if one.pk == another.pk:
        return redirect("campaigns:merge_find", number)
    telling_apart.tell_apart(one=one, other=another, by=request.user, at=timezone.now())
    words = {"one": one.number, "other": another.number}
    messages.success(
        request, _("%(one)s and %(other)s are two people and no longer suspected.") % words
    )
    return redirect("campaigns:merge", number, other)


@require_POST
def may_be_one(request: StaffRequest, number: str, other: str) -> HttpResponse:
    """Take it back that both records are of two people."""
    one = member_here(request, number, Act.MERGE_MEMBERS)
    another = member_here(request, other, Act.MERGE_MEMBERS)
    telling_apart.may_be_one(one=one, other=another)
    messages.success(request, _("Both may be one person again."))
    return redirect("campaigns:merge", number, other)


@require_POST
def unmerge(request: StaffRequest, number: str, merge: int) -> HttpResponse:
    """Give everything back that a merge moved."""
    kept = member_here(request, number, Act.MERGE_MEMBERS)
    done = get_object_or_404(merges_of(kept), pk=merge)
    try:
        merging.unmerge_members(merge=done, by=request.user, at=timezone.now())
    except merging.UsedSince as refusal:
        messages.error(request, _used(refusal))
        return redirect("campaigns:member", number)
    messages.success(
        request, _("%(merged)s is a record of its own again.") % {"merged": done.merged.number}
    )
    return redirect("campaigns:member", done.merged.number)


def _used(refusal: merging.UsedSince) -> str:
    match refusal.what:
        case "points":
            return _("Points that came with the merge were used since. It cannot be undone.")
        case "sales":
            return _(
                "A purchase that came with the merge was returned or moved since."
                " It cannot be undone."
            )
        case "coupons":
            return _("A coupon that came with the merge was used since. It cannot be undone.")
        case "phone":
            return _("The phone of the merged record is somebody else's now. It cannot be undone.")
    return _("This record was itself merged since. Undo that first.")
