"""What ownership starts with: two calendar months, as the fifth handbook says."""

import datetime as dt

from common.defaults import Rows


def rows() -> Rows:
    """Return the rows of an empty installation, by model."""
    return {"OwnershipRule": [{"effective_from": dt.date(2000, 1, 1)}]}
