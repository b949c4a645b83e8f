from guides.models.aside import SetAside
from guides.models.care import Cadence, CareRule, CareTask, FollowUpStep
from guides.models.checking import GuideTarget, SpotCheck
from guides.models.complaint import Complaint
from guides.models.contact import Contact, ContactWay
from guides.models.draw import Draw, DrawRule
from guides.models.loss import Loss, LossReason
from guides.models.ownership import Ownership, OwnershipRule
from guides.models.protection import Protection
from guides.models.run import RecyclingRun
from guides.models.survey import Survey, SurveyAnswer, SurveyQuestion, SurveyReply
from guides.models.template import MessageTemplate, TabooWord
from guides.models.warning import DueWarning

__all__ = [
    "Cadence",
    "CareRule",
    "CareTask",
    "Complaint",
    "Contact",
    "ContactWay",
    "Draw",
    "DrawRule",
    "DueWarning",
    "FollowUpStep",
    "GuideTarget",
    "Loss",
    "LossReason",
    "MessageTemplate",
    "Ownership",
    "OwnershipRule",
    "Protection",
    "RecyclingRun",
    "SetAside",
    "SpotCheck",
    "Survey",
    "SurveyAnswer",
    "SurveyQuestion",
    "SurveyReply",
    "TabooWord",
]
