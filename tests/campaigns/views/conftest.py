"""The stage of every page of a member."""

import pytest

from tests.campaigns.cast import Cast, cast


@pytest.fixture(name="cast")
def _cast(db) -> Cast:
    return cast()
