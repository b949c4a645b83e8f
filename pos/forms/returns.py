"""What comes back, and how the money goes out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pos.forms.fields import half_width
from pos.forms.payment import TENDERS
from sales.domain.returning import ReturnableLine
from sales.enums import TenderKind


class ReturnField(forms.DecimalField):
    """How much of a line comes back; empty is nothing."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_value=0,
            max_digits=12,
            decimal_places=3,
            required=False,
            error_messages={
                "max_value": _("Only %(limit_value)s are left to come back."),
                "invalid": _("Write a quantity, such as 1."),
            },
            **options,
        )
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]
        """Read full-width digits as well."""
        return super().to_python(half_width(value))


class ReturnForm(forms.Form):
    """A quantity for each line that can come back, the tender of the refund, the key."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    refund_by = forms.ChoiceField(
        label=_("Money back by"),
        choices=[(kind.value, kind.label) for kind in TENDERS],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, lines: Sequence[ReturnableLine], **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines = lines
        for line in lines:
            self.fields[_name(line)] = ReturnField(
                label=line.line.product.name, max_value=line.quantity
            )

    @property
    def rows(self) -> list[tuple[ReturnableLine, forms.BoundField]]:
        """Each line with its field."""
        return [(line, self[_name(line)]) for line in self.lines]

    @property
    def quantities(self) -> dict[int, Decimal]:
        """What comes back, by line key; nothing of what was left at 0."""
        typed = {line.line.pk: self.cleaned_data[_name(line)] for line in self.lines}
        return {key: quantity for key, quantity in typed.items() if quantity}

    @property
    def refund_tender(self) -> TenderKind:
        """The tender the money goes back by."""
        return TenderKind(self.cleaned_data["refund_by"])


def _name(line: ReturnableLine) -> str:
    return f"quantity-{line.line.pk}"
