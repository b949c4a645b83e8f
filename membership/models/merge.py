"""Two records of one person made one, in a way that can be undone; and two that are not."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from membership.models.member import Member


class MemberMerge(models.Model):
    """``merged`` went up in ``kept``; ``moved`` says which rows changed hands."""

    key = models.UUIDField(_("key"), unique=True)
    kept = models.ForeignKey(
        Member, models.PROTECT, related_name="merges", verbose_name=_("kept member")
    )
    merged = models.ForeignKey(
        Member, models.PROTECT, related_name="merges_into", verbose_name=_("merged member")
    )
    reason = models.CharField(_("reason"), max_length=200)
    moved = models.JSONField(_("what moved"), default=dict)
    merged_at = models.DateTimeField(_("merged at"))
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="members_merged",
        verbose_name=_("merged by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="merges_undone",
        null=True,
        blank=True,
        verbose_name=_("undone by"),
    )

    class Meta:
        verbose_name = _("merge of members")
        verbose_name_plural = _("merges of members")
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at=None),
                name="membership_member_is_merged_into_one_other",
            ),
            models.CheckConstraint(
                condition=~Q(kept=F("merged")), name="membership_merge_is_of_two_members"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="membership_merge_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"


class ToldApart(models.Model):
    """Two records that look like one person and are not: no suspected doubles any more."""

    older = models.ForeignKey(
        Member,
        models.PROTECT,
        related_name="told_apart_from_younger",
        verbose_name=_("older record"),
    )
    younger = models.ForeignKey(
        Member,
        models.PROTECT,
        related_name="told_apart_from_older",
        verbose_name=_("younger record"),
    )
    at = models.DateTimeField(_("told apart at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="members_told_apart",
        verbose_name=_("told apart by"),
    )

    class Meta:
        verbose_name = _("pair of records told apart")
        verbose_name_plural = _("pairs of records told apart")
        constraints = [
            models.UniqueConstraint(
                fields=["older", "younger"], name="membership_pair_is_told_apart_once"
            ),
            models.CheckConstraint(
                condition=Q(older__lt=F("younger")),
                name="membership_pair_told_apart_names_the_older_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.older_id} ≠ {self.younger_id}"
