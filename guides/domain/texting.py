"""Texts of the house and of guides: kept free of taboos, made out to a member, logged when sent."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from guides.domain.contacting import Said, log_contact
from guides.domain.sparing import HeardEnough, heard_by
from guides.enums import ContactPurpose, Outcome, TemplateKind
from guides.models import Contact, MessageTemplate, TabooWord
from membership.models import Member
from stores.models import Staff, Store

NAMES = ("{姓名}", "{name}")  # where the member's name goes


class TabooWords(Exception):
    """The text says what a text of care may not say."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(", ".join(words))
        self.words = words


class NothingWritten(Exception):
    """A text without a title or without a word."""


def taboos_in(text: str, *, kind: str) -> list[str]:
    """Return the taboo words in ``text``; a promotion has none."""
    if kind == TemplateKind.PROMOTION:
        return []
    words = TabooWord.objects.filter(Q(kind=kind) | Q(kind=""), is_active=True).order_by("pk")
    said = text.casefold()
    return [word for word in words.values_list("word", flat=True) if word.casefold() in said]


def write_template(
    *, kind: TemplateKind, title: str, body: str, owner: Staff | None
) -> MessageTemplate:
    """Keep a text of ``owner``, or of the house where there is none.

    :raises NothingWritten: without title or text
    :raises TabooWords: if a text of care says what it may not
    """
    _check(kind, title, body)
    return MessageTemplate.objects.create(
        kind=kind, title=title.strip(), body=body.strip(), owner=owner
    )


def rewrite_template(
    *, template: MessageTemplate, kind: TemplateKind, title: str, body: str, is_active: bool
) -> MessageTemplate:
    """Let ``template`` say something else, or take it out of use.

    :raises NothingWritten: without title or text
    :raises TabooWords: if a text of care says what it may not
    """
    _check(kind, title, body)
    template.kind, template.title, template.body = kind, title.strip(), body.strip()
    template.is_active = is_active
    template.save(update_fields=["kind", "title", "body", "is_active"])
    return template


def addressed(template: MessageTemplate, *, member: Member) -> str:
    """Return the text of ``template`` with the name of ``member`` in it."""
    body = template.body
    for mark in NAMES:
        body = body.replace(mark, member.name)
    return body


def made_out(template: MessageTemplate, *, member: Member, by: Staff, store: Store) -> str:
    """Return the text of ``template`` to ``member``, signed with store and name."""
    body = addressed(template, member=member)
    return f"{body}\n——{store.name} {by.display_name}"


def note_sent(
    *,
    member: Member,
    template: MessageTemplate,
    channel: str,
    text: str,
    by: Staff,
    at: dt.datetime,
) -> Contact:
    """Write down that ``by`` sent ``text``, made from ``template``, by her own means.

    :raises TabooWords: if a text of care says what it may not
    :raises NothingSaid: without a text
    :raises HeardEnough: for a recommendation to whom we contacted as often as the rule allows
    """
    if words := taboos_in(text, kind=template.kind):
        raise TabooWords(words)
    if not template.is_care and (heard := heard_by(member, at=at)).is_enough:
        raise HeardEnough(heard=heard)
    purpose = ContactPurpose.CARE if template.is_care else ContactPurpose.MARKETING
    said = Said(channel=channel, note=text, outcome=Outcome.SENT, purpose=purpose)
    return log_contact(member=member, said=said, by=by, at=at)


def _check(kind: str, title: str, body: str) -> None:
    if not title.strip() or not body.strip():
        raise NothingWritten
    if words := taboos_in(body, kind=kind):
        raise TabooWords(words)
