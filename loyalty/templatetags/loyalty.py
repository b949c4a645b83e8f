"""How movements of points read on a page."""

from django import template

from loyalty.explaining import explain

register = template.Library()

register.filter("why", explain)
