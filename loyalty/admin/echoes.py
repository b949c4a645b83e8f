"""What the administration says back of a discount it was given."""

from __future__ import annotations

from django.contrib import messages
from django.utils.translation import gettext as _

from common.models import BilingualName
from common.notation import discount_echo
from stores.http import StaffRequest


def say_back(request: StaffRequest, row: BilingualName, *, pays: int) -> None:
    """Say what was understood, so that nobody sells at the wrong end of 8.8折."""
    facts = {"name": row.label, "echo": discount_echo(pays)}
    messages.info(request, _("%(name)s: %(echo)s") % facts)
