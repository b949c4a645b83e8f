from guides.models.contact import Contact
from guides.models.ownership import Ownership, OwnershipRule
from guides.models.run import RecyclingRun

__all__ = ["Contact", "Ownership", "OwnershipRule", "RecyclingRun"]
