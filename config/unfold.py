"""The look of the admin: the same name and colours as the rest of the house."""

from django.utils.translation import gettext_lazy as _

UNFOLD = {
    "SITE_TITLE": _("Regulars"),
    "SITE_HEADER": _("Regulars"),
    "SITE_SUBHEADER": _("Membership administration"),
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
}
