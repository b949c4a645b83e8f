from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from common.fields import BasisPointsField, MoneyField, PointsField


def test_money_holds_whole_fen() -> None:
    assert MoneyField().clean(Decimal("999999999999.99"), None) == Decimal("999999999999.99")


def test_money_refuses_a_fraction_of_a_fen() -> None:
    with pytest.raises(ValidationError):
        MoneyField().clean(Decimal("0.001"), None)


def test_points_may_be_negative() -> None:
    assert PointsField().clean("-120", None) == -120


def test_basis_points_take_the_usual_options() -> None:
    assert BasisPointsField("discount", default=10_000).get_default() == 10_000
