from guides.models.aside import SetAside
from guides.models.contact import Contact
from guides.models.draw import Draw, DrawRule
from guides.models.ownership import Ownership, OwnershipRule
from guides.models.protection import Protection
from guides.models.run import RecyclingRun
from guides.models.warning import DueWarning

__all__ = [
    "Contact",
    "Draw",
    "DrawRule",
    "DueWarning",
    "Ownership",
    "OwnershipRule",
    "Protection",
    "RecyclingRun",
    "SetAside",
]
