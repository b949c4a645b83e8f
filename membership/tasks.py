"""Background work of membership."""

import logging

from celery import shared_task
from django.utils import timezone

from membership.domain import birthdays

logger = logging.getLogger(__name__)


@shared_task(name="membership.roll_birthdays", acks_late=True)
def roll_birthdays() -> None:
    """Move passed birthdays to their next date."""
    rolled = birthdays.roll_birthdays(on=timezone.localdate())
    logger.info("birthdays rolled forward: %d", rolled)
