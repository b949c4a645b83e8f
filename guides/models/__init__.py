from guides.models.care import Cadence, CareRule, CareTask, FollowUpStep
from guides.models.checking import GuideTarget, SpotCheck
from guides.models.complaint import Complaint
from guides.models.contact import Contact
from guides.models.loss import Loss, LossReason
from guides.models.ownership import Ownership, OwnershipRule
from guides.models.run import RecyclingRun
from guides.models.template import MessageTemplate, TabooWord

__all__ = [
    "Cadence",
    "CareRule",
    "CareTask",
    "Complaint",
    "Contact",
    "FollowUpStep",
    "GuideTarget",
    "Loss",
    "LossReason",
    "MessageTemplate",
    "Ownership",
    "OwnershipRule",
    "RecyclingRun",
    "SpotCheck",
    "TabooWord",
]
