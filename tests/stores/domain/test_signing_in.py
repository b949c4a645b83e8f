"""What somebody signs in with: the PIN of a shared till."""

import pytest

from stores.domain.signing_in import NotAPin, PinTooEasy, set_pin
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("pin", ["2580", "13579", "907856"])
def test_set_pin_remembers_it_hashed(pin):
    staff = set_pin(staff=StaffFactory(), pin=pin)

    assert (staff.has_pin(pin), pin in staff.pin) == (True, False)


@pytest.mark.parametrize("pin", ["", "258", "2580369", "25 80", "abcd"])
def test_set_pin_wants_four_to_six_digits(pin):
    with pytest.raises(NotAPin):
        set_pin(staff=StaffFactory(), pin=pin)


@pytest.mark.parametrize("pin", ["0000", "111111", "1234", "456789", "9876", "7890"])
def test_set_pin_wants_no_pattern(pin):
    with pytest.raises(PinTooEasy):
        set_pin(staff=StaffFactory(), pin=pin)
