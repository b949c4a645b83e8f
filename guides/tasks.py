"""Background work of the guides' house."""

import logging

from celery import shared_task
from django.utils import timezone

from guides.domain.complaining import care_rule
from guides.domain.mornings import do_mornings
from membership.domain import prospecting

logger = logging.getLogger(__name__)


@shared_task(name="guides.forget_prospects", acks_late=True)
def forget_prospects() -> None:
    """Forget the prospects nobody spoke to for as long as the care rule says."""
    at = timezone.now()
    on = timezone.localdate(at)
    months = care_rule(on=on).prospect_months
    forgotten = prospecting.forget_prospects(months=months, on=on, at=at)
    logger.info("prospects forgotten: %d", forgotten)


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
