"""What came of the surveys: the list, one survey, and its replies as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from common.csvanswer import csv_answer
from common.masking import mask_name
from guides.enums import QuestionKind
from guides.models import Survey, SurveyAnswer, SurveyQuestion, SurveyReply
from reports.forms_surveys import RepliesForm
from reports.queries.surveys import replies_to, results_of, surveys_within
from reports.scope import scopes_of
from stores.access import Act
from stores.http import StaffRequest

SURVEYS_AT_MOST = 100
CHUNK = 500


@require_GET
@never_cache
def surveys(request: StaffRequest) -> HttpResponse:
    """List the surveys, the latest first."""
    request.access.require(Act.SEE_REPORTS)
    context = {
        "surveys": surveys_within(request.access)[:SURVEYS_AT_MOST],
        "today": timezone.localdate(),
        "writes": request.access.can(Act.WRITE_SURVEY),
    }
    return render(request, "reports/surveys.html", context)


@require_GET
@never_cache
def survey(request: StaffRequest, key: int) -> HttpResponse:
    """Show how many were asked and what they said."""
    found, form = _asked(request, key)
    context: dict[str, Any] = {"survey": found, "form": form}
    if form.is_valid():
        context["results"] = results_of(found, replies_to(found, **form.wanted))
    return render(request, "reports/survey.html", context)


@require_GET
def survey_file(request: StaffRequest, key: int) -> StreamingHttpResponse:
    """Send the replies as a file, a line for each, names masked, the newest first."""
    found, form = _asked(request, key)
    if not form.is_valid():
        raise Http404
    questions = list(found.questions.all())
    columns = [
        _("Day"),
        _("Store"),
        _("Member"),
        pgettext("survey", "Asked by"),
        _("How she is asked"),
    ]
    columns += [_("Declined"), *(question.label for question in questions)]
    lines = _lines(replies_to(found, **form.wanted), questions)
    return csv_answer(f"survey-{found.pk}.csv", columns, lines)


def _asked(request: StaffRequest, key: int) -> tuple[Survey, RepliesForm]:
    """Return the survey and which replies are asked for, within what the visitor may see."""
    request.access.require(Act.SEE_REPORTS)
    found = get_object_or_404(surveys_within(request.access), pk=key)
    scopes = scopes_of(request.access)
    if not scopes or request.GET.get("scope", next(iter(scopes))) not in scopes:
        raise Http404
    return found, RepliesForm(request.GET.dict(), scopes=scopes)


def _lines(
    replies: QuerySet[SurveyReply], questions: list[SurveyQuestion]
) -> Iterator[list[object]]:
    answers = Prefetch("answers", SurveyAnswer.objects.order_by("pk"))
    rows = replies.select_related("store", "member", "by").prefetch_related(answers)
    for reply in rows.order_by("-at", "-pk").iterator(chunk_size=CHUNK):
        said = {answer.question_id: answer for answer in reply.answers.all()}
        yield [
            f"{timezone.localtime(reply.at):%Y-%m-%d}",
            reply.store.name,
            mask_name(reply.member.name),
            str(reply.by),
            reply.get_way_display(),
            _("yes") if reply.is_declined else "",
            *(_cell(question, said.get(question.pk)) for question in questions),
        ]


def _cell(question: SurveyQuestion, answer: SurveyAnswer | None) -> object:
    if answer is None:
        return ""
    match question.kind:
        case QuestionKind.MARK:
            return answer.mark
        case QuestionKind.CHOICE:
            return question.choices[(answer.choice or 1) - 1]
    return answer.words
