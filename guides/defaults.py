"""What ownership starts with: two calendar months, drawn store by store, as the handbook says."""

import datetime as dt

from common.defaults import Rows


def rows() -> Rows:
    """Return the rows of an empty installation, by model."""
    begins = {"effective_from": dt.date(2000, 1, 1)}
    return {"OwnershipRule": [begins], "DrawRule": [begins]}
