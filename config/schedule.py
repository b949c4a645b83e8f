"""Every periodic task, on one page. Times are the shop's (Asia/Shanghai unless set)."""

from celery.schedules import crontab

SCHEDULE = {
    # Each store names its own morning hour; the tick asks which stores are due.
    "recycle overdue members": {
        "task": "guides.recycle_due_stores",
        "schedule": crontab(minute="*/10"),
    },
    "roll birthdays forward": {
        "task": "membership.roll_birthdays",
        "schedule": crontab(hour=0, minute=20),
    },
    # Expired points cannot be spent from midnight on; this takes them out of the balances.
    "expire points": {
        "task": "loyalty.expire_points",
        "schedule": crontab(hour=0, minute=40),
    },
    # A trial is over at midnight; this writes it down.
    "end trials of tiers": {
        "task": "loyalty.end_due_trials",
        "schedule": crontab(hour=0, minute=10),
    },
    "review tiers": {
        "task": "loyalty.review_tiers",
        "schedule": crontab(hour=1, minute=10),
    },
    "forget prospects": {
        "task": "guides.forget_prospects",
        "schedule": crontab(hour=2, minute=10),
    },
    "score and grade members": {
        "task": "loyalty.score_members",
        "schedule": crontab(hour=5, minute=30),
    },
}
