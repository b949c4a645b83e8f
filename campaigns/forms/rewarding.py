"""What is typed to reward a member for an act."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from loyalty.enums import Occasion
from loyalty.models import OccasionReward

BY_HAND = (Occasion.SURVEY, Occasion.TAKING_PART)


class RewardForm(forms.Form):
    """What she did, and at which occasion: each is rewarded once."""

    occasion = forms.ChoiceField(label=_("What she did"), widget=forms.RadioSelect)
    what = forms.CharField(
        label=_("Which one"),
        max_length=40,
        help_text=_("The survey or event, the same words for everybody: each counts once."),
        error_messages={"required": _("Write which survey or event it was.")},
    )

    def __init__(self, data: QueryDict | None, *, rewards: Sequence[OccasionReward]) -> None:
        super().__init__(data)
        choice = self.fields["occasion"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(one.occasion, _label(one)) for one in rewards]
        if rewards:
            choice.initial = rewards[0].occasion

    def clean_what(self) -> str:
        return " ".join(self.cleaned_data["what"].split())


def _label(reward: OccasionReward) -> str:
    parts = [str(Occasion(reward.occasion).label)]
    if reward.points:
        parts.append(f"+{reward.points}")
    if reward.coupon_kind:
        parts.append(reward.coupon_kind.label)
    return " · ".join(parts)
