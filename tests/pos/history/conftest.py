import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    """Refusals are quoted in English, whatever the installation speaks."""
    with translation.override("en"):
        yield
