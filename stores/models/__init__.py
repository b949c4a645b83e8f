from stores.models.deputy import Deputy
from stores.models.posting import Posting
from stores.models.staff import Staff
from stores.models.store import Region, Store

__all__ = ["Deputy", "Posting", "Region", "Staff", "Store"]
