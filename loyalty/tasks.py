"""Background work of the loyalty programme."""

import logging

from celery import shared_task
from django.utils import timezone

from loyalty.domain import expiry

logger = logging.getLogger(__name__)


@shared_task(name="loyalty.expire_points", acks_late=True)
def expire_points() -> None:
    """Tell whose points are about to expire, and write off what has expired."""
    done = expiry.expire_points(at=timezone.now())
    logger.info(
        "notices of expiry: %d, lots expired: %d, points expired: %d",
        done.notices,
        done.lots,
        done.points,
    )
