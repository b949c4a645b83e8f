"""Why something was not done, as a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guides.domain.handing_over import NobodyElse, NoTime, NotTheirGuide
from guides.domain.ownership import AlreadyOwned, HeldBefore, LeftInPeace, NotAGuideHere
from guides.domain.protecting import AlreadyProtected, NoDays, NotProtected, TooManyProtected
from guides.domain.setting_aside import InPeaceAlready, InThePool, NoReason, NotAside


def why_not(refusal: Exception) -> str:
    """Return the sentence of ``refusal``."""
    match refusal:
        case AlreadyOwned():
            holder = refusal.ownership.guide
            return _("%(guide)s looks after this member already.") % {"guide": holder}
        case HeldBefore():
            words = _(
                "%(guide)s held this member before and lost her; she does not come back to her."
            )
            return words % {"guide": refusal.guide}
        case TooManyProtected():
            words = _("This guide has %(most)d protected members already; no more are allowed.")
            return words % {"most": refusal.most}
    return str(_SENTENCES[type(refusal)]())


_SENTENCES = {
    NotAGuideHere: lambda: _("She is not a guide of this store today."),
    LeftInPeace: lambda: _("She is to be left in peace."),
    InPeaceAlready: lambda: _("She is left in peace already."),
    InThePool: lambda: _("No guide has her."),
    NotAside: lambda: _("She is not set aside."),
    NoReason: lambda: _("Say why."),
    AlreadyProtected: lambda: _("She is protected already."),
    NotProtected: lambda: _("She is not protected."),
    NoDays: lambda: _("The last day has to come after today."),
    NoTime: lambda: _("The leave has to have a day at least."),
    NotTheirGuide: lambda: _("She is not a guide of this store today."),
    NobodyElse: lambda: _("Choose another guide of the same store."),
}
