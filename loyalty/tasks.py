"""Background work of the loyalty programme."""

import datetime as dt
import logging

from celery import shared_task
from django.utils import timezone

from loyalty.domain import expiry, scoring, tier_review, tier_trials

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


@shared_task(name="loyalty.end_due_trials", acks_late=True)
def end_due_trials() -> None:
    """Write down that trials of tiers are over."""
    logger.info("trials ended: %d", tier_trials.end_due_trials(at=timezone.now()))


@shared_task(name="loyalty.review_tiers", acks_late=True)
def review_tiers() -> None:
    """Review the tiers whose time is over."""
    done = tier_review.review_tiers(at=timezone.now())
    logger.info("tiers kept: %d, lowered: %d", done.kept, done.lowered)


@shared_task(name="loyalty.score_members", acks_late=True)
def score_members() -> None:
    """Score and grade all members by what they bought up to yesterday."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    logger.info("members scored: %d", scoring.score_members(on=yesterday))
