"""Figures in the administration's forms, as the shop writes them."""

import pytest
from django.core.exceptions import ValidationError

from common.admin_fields import DiscountField, PercentField


def test_a_discount_is_kept_in_basis_points():
    field = DiscountField()

    assert (field.clean("8.8折"), field.prepare_value(8_800)) == (8_800, "8.8折")


@pytest.mark.parametrize("basis_points", [1, 500, 8_825, 10_000])
def test_every_discount_can_be_typed_as_it_is_shown(basis_points):
    field = DiscountField()

    assert field.clean(field.prepare_value(basis_points)) == basis_points


def test_a_bare_number_up_to_ten_is_refused():
    with pytest.raises(ValidationError):
        DiscountField().clean("8.8")


def test_what_was_typed_wrong_is_shown_as_typed():
    assert DiscountField().prepare_value("8.8") == "8.8"


def test_a_discount_typed_otherwise_is_no_change():
    assert DiscountField().has_changed(8_800, "8.8折") is False


def test_a_share_is_kept_in_basis_points():
    field = PercentField()

    assert (field.clean("12.5"), field.prepare_value(1_250)) == (1_250, "12.5")
    assert field.has_changed(1_250, "12.50") is False
    with pytest.raises(ValidationError):
        field.clean("101")
