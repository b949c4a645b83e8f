"""Background work of membership."""

import logging

from celery import shared_task
from django.utils import timezone

from membership.domain import birthdays, knowing

logger = logging.getLogger(__name__)


@shared_task(name="membership.roll_birthdays", acks_late=True)
def roll_birthdays() -> None:
    """Move passed birthdays and anniversaries to their next date."""
    on = timezone.localdate()
    rolled = birthdays.roll_birthdays(on=on) + knowing.roll_anniversaries(on=on)
    logger.info("birthdays rolled forward: %d", rolled)
