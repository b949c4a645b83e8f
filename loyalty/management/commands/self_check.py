"""Ask the database whether points, tiers and visits add up: green, or red with the first."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from loyalty.checks import Finding, run_checks

RED = 1  # exit status


class Command(BaseCommand):
    help = "Check every promise of the points ledger, of tiers and visits. Status 1 if one broke."

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ARG002 - Django's hook
        red = False
        for finding in run_checks():
            self._say(finding)
            red = red or not finding.is_green
        if red:
            sys.exit(RED)

    def _say(self, finding: Finding) -> None:
        facts = {
            "label": finding.check.label,
            "checked": f"{finding.checked:,}",
            "wrong": f"{finding.wrong:,}",
        }
        if finding.is_green:
            self.stdout.write(_("green  %(label)s (%(checked)s)") % facts)
            return
        self.stdout.write(_("RED    %(label)s: %(wrong)s of %(checked)s are wrong") % facts)
        for one in finding.first:
            self.stdout.write(f"       {finding.subject_name} {one.key}: {one.fact}")
