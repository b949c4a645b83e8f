import datetime as dt
import json
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, models, transaction

from common.bulk import OutsideTransaction, insert_rows, next_ids, update_rows
from common.fields import MoneyField, PointsField


class Kind(models.TextChoices):
    SALE = "sale", "Sale"
    RETURN = "return", "Return"


class Parcel(models.Model):
    """A row with a column of every sort that imports write."""

    amount = MoneyField()
    points = PointsField(null=True)
    kind = models.CharField(max_length=10)
    sold_at = models.DateTimeField()
    sold_on = models.DateField(null=True)
    opens_at = models.TimeField(null=True)
    regular = models.BooleanField(default=True)
    key = models.UUIDField(unique=True)
    note = models.TextField()
    facts = models.JSONField(default=dict)

    class Meta:
        app_label = "common"
        managed = False


TABLE = Parcel._meta.db_table
COLUMNS = [field.column for field in Parcel._meta.concrete_fields]
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def parcels(db: None) -> None:
    """Make the table within the test's transaction, as migrations would have made it."""
    statement, params = connection.schema_editor().table_sql(Parcel)
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)


def parcel(pk: int, **changed: Any) -> Parcel:
    facts: dict[str, Any] = {
        "amount": Decimal("1234567.89"),
        "points": -12,
        "kind": Kind.RETURN,
        "sold_at": dt.datetime(2025, 3, 8, 1, 30, 5, 123456, tzinfo=SHANGHAI),
        "sold_on": dt.date(2025, 3, 7),
        "opens_at": dt.time(2, 0),
        "regular": False,
        "key": uuid.UUID(int=pk),
        "note": "客人说:\t“\\N”\n100%",
        "facts": {"sizes": [1, 2.5, None], "颜色": "红"},
    }
    return Parcel(pk=pk, **facts | changed)


def as_row(parcel: Parcel) -> list[Any]:
    values = [getattr(parcel, field.attname) for field in Parcel._meta.concrete_fields]
    return [json.dumps(value) if isinstance(value, dict) else value for value in values]


def stored() -> list[tuple[Any, ...]]:
    """Return what lies in the table, past the ORM's own reading."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {TABLE} ORDER BY id")  # noqa: S608 - no input
        return cursor.fetchall()


VARIANTS = [
    {},
    {"amount": Decimal("-0.10"), "points": None, "sold_on": None, "opens_at": None},
    {"amount": Decimal(7), "kind": "sale", "regular": True, "note": "", "facts": {}},
    {"sold_at": dt.datetime(1999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)},
    {"amount": Decimal("999999999999.99"), "points": 2**62},
]


@pytest.mark.parametrize("changed", VARIANTS)
def test_rows_lie_in_the_table_as_the_orm_would_have_put_them(
    parcels: None, changed: dict[str, Any]
) -> None:
    parcel(1, **changed).save(force_insert=True)
    by_orm = stored()
    Parcel.objects.all().delete()

    assert insert_rows(connection, TABLE, COLUMNS, [as_row(parcel(1, **changed))]) == 1
    assert stored() == by_orm


def test_rows_read_back_through_the_orm(parcels: None) -> None:
    expected = [parcel(pk, **changed) for pk, changed in enumerate(VARIANTS, start=1)]

    insert_rows(connection, TABLE, COLUMNS, map(as_row, expected))

    found = list(Parcel.objects.order_by("pk"))
    assert [as_row(one) for one in found] == [as_row(one) for one in expected]
    assert Parcel.objects.get(sold_at=expected[0].sold_at, key=uuid.UUID(int=1)) == expected[0]


def test_more_rows_than_a_batch_are_all_inserted(parcels: None) -> None:
    def rows() -> Iterator[list[Any]]:
        for pk in range(1, 12_001):
            yield as_row(parcel(pk))

    assert insert_rows(connection, TABLE, COLUMNS, rows()) == 12_000
    assert Parcel.objects.count() == 12_000


def test_no_rows_are_no_work(parcels: None) -> None:
    assert insert_rows(connection, TABLE, COLUMNS, []) == 0


def test_a_row_that_breaks_a_constraint_is_djangos_error(parcels: None) -> None:
    twice = [as_row(parcel(1)), as_row(parcel(2, key=uuid.UUID(int=1)))]

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(connection, TABLE, COLUMNS, twice)

    assert Parcel.objects.count() == 0


def test_reserved_ids_are_nobody_elses(parcels: None) -> None:
    first = Parcel.objects.create(**fields_of(parcel(1)))
    reserved = list(next_ids(connection, TABLE, 3))
    more = list(next_ids(connection, TABLE, 2))
    insert_rows(connection, TABLE, COLUMNS, [as_row(parcel(pk)) for pk in reserved])
    last = Parcel.objects.create(**fields_of(parcel(99)))

    used = [first.pk, *reserved, *more, last.pk]
    assert used == sorted(set(used))


def test_ids_are_reserved_in_an_untouched_table(parcels: None) -> None:
    assert list(next_ids(connection, TABLE, 3)) == [1, 2, 3]
    assert list(next_ids(connection, TABLE, 1)) == [4]


def test_no_ids_are_reserved_when_none_are_asked_for(parcels: None) -> None:
    assert list(next_ids(connection, TABLE, 0)) == []


def test_ids_are_reserved_within_a_transaction_only() -> None:
    with pytest.raises(OutsideTransaction):
        next_ids(connection.copy(), TABLE, 1)


def fields_of(parcel: Parcel) -> dict[str, Any]:
    return {
        field.attname: getattr(parcel, field.attname)
        for field in Parcel._meta.concrete_fields
        if not field.primary_key
    }


def test_rows_are_updated_as_the_orm_would_have(parcels: None) -> None:
    first, second, third = (parcel(pk) for pk in (1, 2, 3))
    insert_rows(connection, TABLE, COLUMNS, [as_row(one) for one in (first, second, third)])
    later = dt.datetime(2026, 1, 1, 12, tzinfo=SHANGHAI)

    columns = ("amount", "sold_at", "points")
    changes = [(1, Decimal("-0.30"), later, None), (3, Decimal(7), later, 5)]
    update_rows(connection, TABLE, columns, changes)

    found = list(Parcel.objects.order_by("pk").values_list("pk", *columns))
    assert found == [changes[0], (2, second.amount, second.sold_at, second.points), changes[1]]


def test_an_update_that_breaks_a_constraint_is_djangos_error(parcels: None) -> None:
    insert_rows(connection, TABLE, COLUMNS, [as_row(parcel(pk)) for pk in (1, 2)])

    with pytest.raises(IntegrityError), transaction.atomic():
        update_rows(connection, TABLE, ("key",), [(1, uuid.UUID(int=2))])
