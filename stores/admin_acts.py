"""Verbs in the administration: choose rows, fill in a form, read what came of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stores.access import Access
from stores.admin_base import ShopAdmin
from stores.http import StaffRequest

AT_MOST = 200  # rows at a time
SENT = "sent"
DONE = gettext_lazy("Done: %(names)s")


class ActForm(forms.Form):
    """What a verb needs to know; ``access`` narrows what may be chosen."""

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access


@dataclass(frozen=True)
class RowAct:
    """A verb for one row: ``verb(row, by=…, at=…, **what the form says)``.

    ``refusals`` says in words, with the refusal's own facts, why a row was left alone; ``told``
    what was done, with the ``names`` of the rows and what the form says.
    """

    title: str | Promise
    button: str | Promise
    form: type[ActForm]
    verb: Callable[..., object]
    refusals: Mapping[type[Exception], str | Promise]
    told: str | Promise = DONE


def act_on(
    model_admin: ShopAdmin,
    request: StaffRequest,
    rows: models.QuerySet[Any],
    act: RowAct,
    *,
    after: str,
) -> HttpResponse:
    """Ask for what ``act`` needs, then do it to each of ``rows`` and go to ``after``.

    Each row stands for itself: what is refused for one does not undo the others.
    """
    chosen = list(rows[: AT_MOST + 1])
    if len(chosen) > AT_MOST:
        messages.error(request, _("Choose at most %(count)d at a time.") % {"count": AT_MOST})
        return redirect(after)
    form = act.form(request.POST if SENT in request.POST else None, access=request.access)
    if not form.is_valid():
        return ask(model_admin, request, form, act.title, act.button, after=after, rows=chosen)
    at = timezone.now()
    done = [row for row in chosen if _done(request, act, row, form.cleaned_data, at=at)]
    for row in done:
        model_admin.log_change(request, row, str(act.title))
    if done:
        names = _(", ").join(str(row) for row in done)
        messages.success(request, str(act.told) % {"names": names, **form.cleaned_data})
    return redirect(after)


def ask(
    model_admin: ShopAdmin,
    request: StaffRequest,
    form: ActForm,
    title: str | Promise,
    button: str | Promise,
    *,
    after: str,
    rows: Sequence[models.Model] = (),
) -> HttpResponse:
    """Show ``form`` over the ``rows`` it is about."""
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "button": button,
        "form": form,
        "rows": rows,
        "opts": model_admin.opts,
        "media": model_admin.media + form.media,
        "posted": request.POST.get("action"),
        "after": after,
    }
    return TemplateResponse(request, "admin/act_on_rows.html", context)


def _done(
    request: StaffRequest, act: RowAct, row: models.Model, facts: dict[str, Any], *, at: dt.datetime
) -> bool:
    try:
        act.verb(row, by=request.user, at=at, **facts)
    except tuple(act.refusals) as refusal:
        reason = str(act.refusals[type(refusal)]) % vars(refusal)
        messages.warning(request, _("%(name)s: %(reason)s") % {"name": str(row), "reason": reason})
        return False
    return True
