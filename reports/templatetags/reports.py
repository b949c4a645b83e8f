"""How periods read on the pages of the figures."""

from django import template

from reports import presenting

register = template.Library()

register.filter("days_of", presenting.days_of)
