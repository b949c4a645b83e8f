"""What is ticked and typed while a member answers a survey."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guides.domain.surveying import Given
from guides.enums import QuestionKind, SurveyWay
from guides.models import SurveyQuestion
from guides.models.survey import MARKS


class SurveyForm(forms.Form):
    """The questions of a survey, each of which may stay open; and how she was asked."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        questions: Iterable[SurveyQuestion],
        ways: Iterable[SurveyWay],
    ) -> None:
        super().__init__(data)
        self.questions = {f"question_{question.pk}": question for question in questions}
        ways = list(ways)
        if len(ways) > 1:
            self.fields["way"] = _way(ways)
        self.only_way = ways[0]
        for name, question in self.questions.items():
            self.fields[name] = _field(question)

    @property
    def way(self) -> SurveyWay:
        """How she was asked."""
        return SurveyWay(self.cleaned_data.get("way") or self.only_way)

    @property
    def given(self) -> Given:
        """What she answered."""
        return {question: self.cleaned_data[name] for name, question in self.questions.items()}


def _way(ways: list[SurveyWay]) -> forms.Field:
    return forms.ChoiceField(
        label=_("How she is asked"),
        choices=[(way.value, way.label) for way in ways],
        initial=ways[0],
        widget=forms.RadioSelect,
        help_text=_("By phone it is written down as a contact too."),
    )


def _field(question: SurveyQuestion) -> forms.Field:
    facts: dict[str, Any] = {"label": question.label, "required": False}
    if question.kind == QuestionKind.WORDS:
        area = forms.Textarea(attrs={"rows": 2})
        return forms.CharField(max_length=500, widget=area, **facts)
    choices = list(enumerate(question.choices, start=1))
    radios = forms.RadioSelect()
    if question.kind == QuestionKind.MARK:
        choices = [(mark, str(mark)) for mark in reversed(MARKS)]
        radios = forms.RadioSelect(attrs={"class": "marks"})
    return forms.TypedChoiceField(
        choices=choices, coerce=int, empty_value=None, widget=radios, **facts
    )
