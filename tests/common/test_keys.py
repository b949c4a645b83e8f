import pytest

from membership.models import Member
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


def test_among_finds_the_rows_of_keys_of_their_own_or_of_others():
    ada, bob, eve = (MemberFactory() for _ in "abc")
    members = Member.objects.order_by("pk")

    assert list(members.filter(pk__among=[eve.pk, ada.pk])) == [ada, eve]
    assert list(members.filter(home_store__among=[bob.home_store_id])) == [bob]
    assert list(members.exclude(pk__among=[ada.pk, 0])) == [bob, eve]
    assert list(members.filter(pk__among=[])) == []


def test_among_asks_with_one_parameter_however_many_keys_there_are():
    sql, parameters = Member.objects.filter(pk__among=range(100_000)).query.sql_with_params()

    assert sql.count("%s") == len(parameters) == 1
    assert list(Member.objects.filter(pk__among=range(-100_000, 0))) == []
