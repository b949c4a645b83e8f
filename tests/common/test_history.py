import pytest

from common.history import remember_creation
from sales.models import Category, Product
from tests.pos.history.moving import AT

pytestmark = pytest.mark.django_db


def test_records_made_in_bulk_have_the_history_that_saving_makes():
    category = Category.objects.create(code="tea", name="茶")
    saved = Product.objects.create(sku="A", name="茶", category=category)
    (bulk,) = Product.objects.bulk_create([Product(sku="B", name="茶", category=category)])

    remember_creation(Product, [bulk.pk], at=AT)

    (one,), (other,) = saved.history.all(), bulk.history.all()
    assert (other.history_type, other.history_date) == ("+", AT)
    facts = ["name", "category_id", "is_active", "cost", "history_type", "history_user_id"]
    assert [getattr(one, fact) for fact in facts] == [getattr(other, fact) for fact in facts]
    assert other.instance == bulk


def test_nothing_new_is_nothing_to_remember():
    remember_creation(Product, [], at=AT)

    assert Product.history.count() == 0
