"""The ledger is append-only, whoever asks and by whatever way."""

import pytest
from django.db import DatabaseError, connection, transaction

from loyalty.models import LotAllocation, PointsEntry
from tests.factories import NOON, MemberFactory, ProductFactory, ShiftFactory
from tests.shop import sell

pytestmark = pytest.mark.django_db


@pytest.fixture
def _spent():
    shift = ShiftFactory()
    member = MemberFactory(home_store=shift.till.store)
    sell(shift, (ProductFactory(), 1), member=member, at=NOON)
    sell(shift, (ProductFactory(), 1), member=member, points=50, at=NOON)


@pytest.mark.usefixtures("_spent")
@pytest.mark.parametrize("model", [PointsEntry, LotAllocation])
@pytest.mark.parametrize("statement", ["UPDATE {} SET points = 1", "DELETE FROM {}"])
def test_the_database_refuses_change_and_deletion(model, statement):
    before = list(model.objects.order_by("pk").values_list("pk", "points"))

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(model._meta.db_table))

    assert list(model.objects.order_by("pk").values_list("pk", "points")) == before
