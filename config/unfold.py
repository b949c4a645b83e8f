"""The look of the admin: the same name and colours as the rest of the house."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def _seal(_request: HttpRequest) -> str:
    return static("seal.svg")


def _style(_request: HttpRequest) -> str:
    return static("css/admin.css")


def _script(_request: HttpRequest) -> str:
    return static("js/admin.js")


UNFOLD = {
    "SITE_TITLE": _("Regulars"),
    "SITE_HEADER": _("Regulars"),
    "SITE_SUBHEADER": _("Membership administration"),
    "SITE_ICON": _seal,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _seal}],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
    "LANGUAGES": {"action": reverse_lazy("stores:language"), "navigation": []},
    "THEME": "light",
    "STYLES": [_style],
    "SCRIPTS": [_script],
    "BORDER_RADIUS": "10px",
    "COLORS": {
        "base": {
            "50": "#f7f6f2",
            "100": "#efede6",
            "200": "#e3e1d8",
            "300": "#cfccc0",
            "400": "#9aa19b",
            "500": "#66736f",
            "600": "#55635f",
            "700": "#3c4a48",
            "800": "#283536",
            "900": "#1b2a2b",
            "950": "#101a1b",
        },
        "primary": {
            "50": "#f1f7f5",
            "100": "#e5f0ed",
            "200": "#c5ddd7",
            "300": "#97c2b8",
            "400": "#5c9f90",
            "500": "#2f7f71",
            "600": "#0f5f56",
            "700": "#0a463f",
            "800": "#093a35",
            "900": "#07302c",
            "950": "#041d1b",
        },
    },
    "SIDEBAR": {"navigation": "config.administration.navigation"},
}
