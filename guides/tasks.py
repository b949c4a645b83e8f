"""Background work of the guides' house."""

import logging

from celery import shared_task
from django.utils import timezone

from guides.domain import recycling

logger = logging.getLogger(__name__)


@shared_task(name="guides.recycle_due_stores", acks_late=True)
def recycle_due_stores() -> None:
    """Run the stores whose morning hour has come."""
    done = recycling.recycle_due_stores(at=timezone.now())
    logger.info(
        "stores recycled: %d, members taken back: %d",
        len(done),
        sum(one.recycled for one in done),
    )
