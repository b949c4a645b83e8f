"""Background work on members as a whole."""

import logging

from celery import shared_task
from django.utils import timezone

from loyalty.domain import rebates
from loyalty.models import AnnualRebate

logger = logging.getLogger(__name__)


@shared_task(name="campaigns.issue_rebate", acks_late=True)
def issue_rebate(rebate_id: int) -> None:
    """Give everybody her coupon of an annual rebate."""
    rebate = AnnualRebate.objects.get(pk=rebate_id)
    given = rebates.issue_rebate(rebate=rebate, at=timezone.now())
    logger.info("annual rebate %s: coupons issued: %d", rebate.year, given)
