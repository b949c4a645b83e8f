"""What members answered: how many were asked, which marks they gave, what they said."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db.models import Count, Q, QuerySet

from guides.enums import QuestionKind
from guides.models import Survey, SurveyAnswer, SurveyQuestion, SurveyReply
from guides.models.survey import MARKS
from reports.scope import Scope
from stores.access import Access, Act

WORDS_AT_ONCE = 20
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Result:
    """What was answered to one question.

    ``counts`` are by mark, the best first, or by choice, in their order; ``said`` are the latest
    answers in free words, of ``answered`` in all.
    """

    question: SurveyQuestion
    answered: int
    counts: list[tuple[str, int]]
    average: Decimal | None
    said: list[SurveyAnswer]


@dataclass(frozen=True)
class Results:
    """Of those ``asked`` so many ``answered``; ``average`` is over every mark they gave."""

    asked: int
    answered: int
    average: Decimal | None
    questions: list[Result]


def surveys_within(access: Access) -> QuerySet[Survey]:
    """Return the surveys of every store, and those of the visitor's, the latest first."""
    stores = access.stores(Act.SEE_REPORTS)
    return (
        Survey.objects.filter(Q(store=None) | Q(store__in=stores))
        .select_related("store")
        .order_by("-last_on", "-pk")
    )


def replies_to(
    survey: Survey, *, scope: Scope, since: dt.datetime | None, until: dt.datetime | None
) -> QuerySet[SurveyReply]:
    """Return the replies that count in the stores of ``scope``, from ``since`` up to ``until``."""
    replies = SurveyReply.objects.counted().filter(scope.at("store"), survey=survey)
    if since:
        replies = replies.filter(at__gte=since)
    return replies.filter(at__lt=until) if until else replies


def results_of(survey: Survey, replies: QuerySet[SurveyReply]) -> Results:
    """Return what ``replies``, all of ``survey``, come to."""
    totals = replies.aggregate(asked=Count("pk"), answered=Count("pk", filter=Q(is_declined=False)))
    answers = SurveyAnswer.objects.filter(reply__in=replies.answered())  # type: ignore[attr-defined]
    found: dict[int, Counter[int | None]] = {}
    grouped = answers.values_list("question", "mark", "choice").annotate(n=Count("pk"))
    for question, mark, choice, count in grouped:
        found.setdefault(question, Counter())[mark or choice] += count
    questions = [
        _result(question, found.get(question.pk, Counter()), answers)
        for question in survey.questions.all()
    ]
    marks: Counter[int | None] = Counter()
    for one in questions:
        if one.question.kind == QuestionKind.MARK:
            marks += found.get(one.question.pk, Counter())
    return Results(totals["asked"], totals["answered"], average(marks), questions)


def average(marks: Counter[int | None]) -> Decimal | None:
    """Return the mean of ``marks``, rounded half up to a hundredth; None of none."""
    given = marks.total()
    if not given:
        return None
    mean = Fraction(sum((mark or 0) * count for mark, count in marks.items()), given)
    exact = Decimal(mean.numerator) / mean.denominator
    return exact.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)


def _result(
    question: SurveyQuestion, found: Counter[int | None], answers: QuerySet[SurveyAnswer]
) -> Result:
    labels: Iterable[tuple[str, int]] = []
    said: list[SurveyAnswer] = []
    match question.kind:
        case QuestionKind.MARK:
            labels = [(str(mark), mark) for mark in reversed(MARKS)]
        case QuestionKind.CHOICE:
            labels = [(label, place) for place, label in enumerate(question.choices, start=1)]
        case QuestionKind.WORDS:
            words = answers.filter(question=question).order_by("-reply__at", "-reply")
            said = list(words.select_related("reply__member", "reply__store")[:WORDS_AT_ONCE])
    return Result(
        question=question,
        answered=found.total(),
        counts=[(label, found[key]) for label, key in labels],
        average=average(found) if question.kind == QuestionKind.MARK else None,
        said=said,
    )
