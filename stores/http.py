"""The request as our views get it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from stores.access import Access
from stores.models import Staff


class StaffRequest(HttpRequest):
    """A request of somebody signed in: the middleware has seen to these three."""

    user: Staff
    access: Access
    htmx: HtmxDetails
