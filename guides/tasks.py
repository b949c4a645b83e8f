"""Background work of the guides' house."""

import logging

from celery import shared_task
from django.utils import timezone

from guides.domain.mornings import do_mornings

logger = logging.getLogger(__name__)


@shared_task(name="guides.recycle_due_stores", acks_late=True)
def recycle_due_stores() -> None:
    """Do the mornings of the stores whose hour has come."""
    done = do_mornings(at=timezone.now())
    logger.info(
        "stores recycled: %d, members taken back: %d, drawn: %d, warnings: %d",
        done.stores,
        done.recycled,
        done.placed,
        done.warnings,
    )
