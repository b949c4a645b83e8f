"""The cast of the figures: one chain, one store, and whoever a picture asks for."""

import pytest

from tests.reports.history import History


@pytest.fixture
def history(db):
    return History()


@pytest.fixture
def store(history):
    return history.store()
