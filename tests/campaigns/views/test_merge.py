"""Two records are compared, merged, and parted again, by who may."""

import uuid

import pytest
from django.urls import reverse
from django.utils import translation

from campaigns.domain.merging import merge_members
from loyalty.queries import standing
from membership.models import Member, MemberMerge
from stores.enums import Role
from tests.campaigns.cast import url
from tests.factories import NOON, MemberFactory, ProductFactory, posted
from tests.shop import sell
from tests.visitors import visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def double(cast):
    member = MemberFactory(name="曾黎", home_store=cast.store, phone="+8613900138000")
    sell(cast.shift, (ProductFactory(), 2), member=member, at=NOON)
    return member


@pytest.fixture
def desk(cast):
    return visitor(cast.officer)


def confirm(**more):
    return {"key": str(uuid.uuid4()), "reason": "同一人", **more}


def test_it_suggests_who_has_the_same_name_and_birthday_or_end_of_the_phone(desk, cast, double):
    birthday = {"birth_month": 5, "birth_day": 20}
    Member.objects.filter(pk=cast.ada.pk).update(**birthday, birth_year=1988)
    same = MemberFactory(name="曾黎", phone=None, **birthday)
    MemberFactory(name="曾黎", phone=None, **birthday, birth_year=1970)
    MemberFactory(name="王敏", phone="+8613700138000")

    answer = desk.get(url("merge_find", cast.ada))

    with translation.override("en"):
        doubles = [(one.member, str(one.why)) for one in answer.context["doubles"]]
    assert doubles == [
        (same, "same name and birthday"),
        (double, "same name and end of the phone"),
    ]


def test_it_finds_another_record_by_its_number(desk, cast, double):
    answer = desk.get(url("merge_find", cast.ada), {"member": double.number})

    assert answer.context["found"] == [double]
    assert url("merge", cast.ada, double.number) in answer.content.decode()


def test_it_compares_and_foresees_without_doing_it(desk, cast, double):
    answer = desk.get(url("merge", cast.ada, double.number))

    after = answer.context["after"]
    assert (after.sales, after.visits, after.points, after.owner) == (1, 1, 200, "Li")
    assert (after.standing.balance, after.standing.tier.code) == (200, "gold")
    assert MemberMerge.objects.count() == 0
    assert standing(member=double, at=NOON).balance == 200
    assert "139****8000" in words(answer)


def test_it_merges_once_confirmed_and_once_only(desk, cast, double):
    page, confirmed = url("merge", cast.ada, double.number), confirm()

    desk.post(page, confirmed)
    again = desk.post(page, confirmed)

    merge = MemberMerge.objects.get()
    assert (merge.kept, merge.merged, merge.merged_by) == (cast.ada, double, cast.officer)
    assert again.status_code == 404
    assert standing(member=cast.ada, at=NOON).balance == 200


def test_it_asks_why(desk, cast, double):
    answer = desk.post(url("merge", cast.ada, double.number), confirm(reason=" "))

    assert list(answer.context["form"].errors) == ["reason"]
    assert MemberMerge.objects.count() == 0


def test_it_undoes_a_merge_from_the_page_of_who_was_kept(desk, cast, double):
    desk.post(url("merge", cast.ada, double.number), confirm())
    undo = url("unmerge", cast.ada, MemberMerge.objects.get().pk)
    assert undo in desk.get(url("member", cast.ada)).content.decode()

    answer = desk.post(undo, follow=True)

    assert "is a record of its own again" in words(answer)
    assert [standing(member=m, at=NOON).balance for m in (cast.ada, double)] == [0, 200]
    assert undo not in desk.get(url("member", cast.ada)).content.decode()


def test_it_says_why_a_merge_cannot_be_undone(desk, cast, double):
    desk.post(url("merge", cast.ada, double.number), confirm())
    sell(cast.shift, (ProductFactory(), 1), member=cast.ada, points=50, at=NOON)

    answer = desk.post(url("unmerge", cast.ada, MemberMerge.objects.get().pk), follow=True)

    assert "Points that came with the merge were used since" in words(answer)
    assert MemberMerge.objects.get().undone_at is None


def test_it_is_for_head_office_alone(cast, double):
    merge = merge_members(
        key=uuid.uuid4(), kept=cast.ada, merged=double, reason="同一人", by=cast.officer, at=NOON
    )
    third = MemberFactory(home_store=cast.store)
    pages = [url("merge_find", cast.ada), url("merge", cast.ada, third.number)]
    for staff in (cast.guide, cast.manager, cast.area_manager, cast.cashier):
        assert [visitor(staff).get(page).status_code for page in pages] == [403, 403]
        assert visitor(staff).post(url("unmerge", cast.ada, merge.pk)).status_code == 403
    head_office = visitor(posted(Role.HEAD_OFFICE, store=None))
    assert [head_office.get(page).status_code for page in pages] == [200, 200]


def test_a_receipt_on_her_page_leads_to_moving_it(cast):
    sale = sell(cast.shift, (ProductFactory(), 1), member=cast.ada, at=NOON)
    link = reverse("pos:sale_move", args=[sale.pk])

    seen = [
        link in visitor(staff).get(url("member", cast.ada)).content.decode()
        for staff in (cast.manager, cast.officer, cast.guide)
    ]

    assert seen == [True, True, False]
