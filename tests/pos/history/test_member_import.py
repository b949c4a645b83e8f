"""members.csv becomes members: whole or not at all, once."""

import datetime as dt

import pytest
from django.utils import timezone

from guides.enums import OwnershipReason
from guides.models import Ownership, OwnershipRule
from loyalty.domain.opening import open_balance
from loyalty.enums import LifeEnd
from loyalty.models import NEVER, EarningRule, PointsEntry, PointsLot, Tier
from loyalty.queries import ledger_faults, standing
from membership.domain.joining import search_columns
from membership.models import Card, Consent, JoiningChannel, Member
from membership.queries import find_exactly
from pos.domain.history.member_import import MembersTaken
from stores.enums import Role
from stores.models import Store
from tests.factories import MemberFactory, StaffFactory, StoreFactory, posted
from tests.pos.history.moving import AT, take_members, take_sales, taken, told, write

pytestmark = pytest.mark.django_db

HEADER = (
    "name",
    "joined_on",
    "store",
    "number",
    "phone",
    "birthday",
    "gender",
    "card_number",
    "tier",
    "points",
    "guide",
    "source",
    "tags",
)
GOOD = dict.fromkeys(HEADER, "") | {"name": "曾黎", "joined_on": "2024-05-20", "store": "24"}
START = dt.datetime(2024, 5, 19, 16, 0, tzinfo=dt.UTC)  # midnight in Shanghai


@pytest.fixture(autouse=True)
def store(db):
    return StoreFactory(code="24")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "members.csv"


def row(**changed: str) -> list[str]:
    return list((GOOD | changed).values())


def take(path, *rows: list[str], **options: object) -> MembersTaken:
    return take_members(write(path, HEADER, *rows), **options)


def test_a_member_has_all_the_file_says_of_her(path, store):
    guide = posted(Role.GUIDE, store=store, staff__number="G7")
    result = take(
        path,
        row(
            number="1001",
            phone="138 0013 8000",
            birthday="1988-05-20",
            gender="F",
            card_number="8800",
            tier="gold",
            points="250",
            guide="G7",
            source="老会员介绍",
            tags="常客; 爱茶",
        ),
    )

    assert result.members == taken(created=1)
    member = Member.objects.get()
    assert (member.number, member.name, str(member.phone)) == ("1001", "曾黎", "+8613800138000")
    assert (member.name_initials, member.name_pinyin, member.phone_last4) == (
        "zl",
        "zengli",
        "8000",
    )
    assert (member.joined_on, member.joined_at) == (dt.date(2024, 5, 20), START)
    assert (member.home_store, member.gender, member.status) == (store, "F", "active")
    assert str(member.birthday) == "20 May 1988"
    assert member.next_birthday_on == dt.date(2027, 5, 20)
    assert member.channel.code == "friend"
    assert sorted(member.tags.values_list("name", flat=True)) == ["常客", "爱茶"]
    card = Card.objects.get()
    assert (card.number, card.member, card.kind.code, card.issued_in, card.issued_at) == (
        "8800",
        member,
        "member",
        store,
        START,
    )
    assert [(one.history_type, one.name) for one in member.history.all()] == [("+", "曾黎")]
    assert [one.history_type for one in card.history.all()] == ["+"]
    where = standing(member=member, at=AT)
    missing = [one.amount for one in where.way.missing]
    assert (where.tier.code, where.balance, missing) == ("gold", 250, [2500])
    assignment = member.tier_assignments.get()
    assert (assignment.reason, assignment.starts_at, assignment.by) == ("import", START, None)
    ownership = member.ownerships.get()
    assert (ownership.guide, ownership.store, ownership.state) == (guide, store, "owned")
    assert (ownership.reason, ownership.starts_at) == (OwnershipReason.IMPORT, START)
    assert (ownership.clock_from, ownership.due_on) == (
        dt.date(2024, 5, 20),
        dt.date(2024, 7, 20),
    )


def test_an_opening_balance_is_one_entry_and_one_lot(path):
    take(path, row(points="250"))

    entry = PointsEntry.objects.get()
    assert (entry.kind, entry.points, entry.qualifying, entry.reference, entry.occurred_at) == (
        "opening",
        250,
        0,
        "opening",
        AT,
    )
    assert list(PointsLot.objects.values_list("points", "remaining", "expires_on")) == [
        (250, 250, NEVER)
    ]
    assert ledger_faults() == []


def test_an_opening_balance_lives_from_the_day_of_the_import_as_the_rule_says(path):
    EarningRule.objects.update(life_months=12, life_end=LifeEnd.YEAR)
    take(path, row(points="250"))
    other = MemberFactory()

    open_balance(member=other, points=10, at=AT)

    ends = dt.date(timezone.localdate(AT).year + 2, 1, 1)
    assert list(PointsLot.objects.order_by("pk").values_list("points", "expires_on")) == [
        (250, ends),
        (10, ends),
    ]


def test_what_is_not_said_is_not_made_up(path):
    take(path, row())

    member = Member.objects.get()
    assert (member.number, member.phone, member.birthday, member.gender) == (
        "NO.24-000001",
        None,
        None,
        "",
    )
    assert member.birthday_declined is False
    assert member.channel.code == "import"
    assert member.tier_assignments.get().tier == Tier.objects.lowest_first().first()
    counts = [one.objects.count() for one in (Card, Consent, PointsEntry, Ownership)]
    assert counts == [0, 0, 0, 0]
    assert member.points_account.balance == 0


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("05-20", "20 May"),
        ("1988-02-29", "29 February 1988"),
        ("L:08-15", "day 15 of lunar month 8"),
        ("L:+04-01", "day 1 of lunar leap month 4"),
    ],
)
def test_birthdays_are_solar_or_lunar(path, written, said):
    take(path, row(birthday=written))

    assert str(Member.objects.get().birthday) == said


def test_numbers_are_drawn_as_members_joined_without_a_gap(path):
    StoreFactory(code="3")
    take(
        path,
        row(name="丙", joined_on="2024-03-01"),
        row(name="甲", joined_on="2024-01-01"),
        row(name="丁", joined_on="2024-04-01", number="NO.24-000003"),
        row(name="乙", joined_on="2024-02-01"),
        row(name="子", joined_on="2024-02-01", store="3"),
        row(name="戊", joined_on="2024-05-01"),
    )

    assert list(Member.objects.order_by("number").values_list("number", "name")) == [
        ("NO.24-000001", "甲"),
        ("NO.24-000002", "乙"),
        ("NO.24-000003", "丁"),
        ("NO.24-000004", "丙"),
        ("NO.24-000005", "戊"),
        ("NO.3-000001", "子"),
    ]
    take(path, row(name="己"))
    assert Member.objects.get(name="己").number == "NO.24-000006"


def test_a_word_nobody_knows_becomes_a_joining_channel(path):
    take(
        path,
        row(source="抖音团购"),
        row(source="抖音团购", name="李静"),
        row(source="till", name="王芳"),
    )

    assert list(Member.objects.order_by("pk").values_list("channel__name_zh", flat=True)) == [
        "抖音团购",
        "抖音团购",
        "门店收银台",
    ]
    made = JoiningChannel.objects.get(name_zh="抖音团购")
    assert (made.code, made.is_offered) == ("douyintuangou", False)


def test_importing_again_changes_nothing(path, store):
    posted(Role.GUIDE, store=store, staff__number="G7")
    rows = [
        row(name="甲", number="1001", points="10"),
        row(name="乙", phone="13800138000", guide="G7"),
        row(name="丙", card_number="8800", tags="常客"),
        row(name="丁"),
        row(name="丁"),
    ]
    assert take(path, *rows).members == taken(created=5)
    before = list(Member.objects.order_by("pk").values())

    again = take(path, *reversed(rows), at=AT + dt.timedelta(days=1))

    assert again.members == taken(unchanged=5)
    assert list(Member.objects.order_by("pk").values()) == before
    assert take(path, *rows, row(name="丁")).members == taken(created=1, unchanged=5)


def test_a_member_lives_on_between_two_imports(path, store):
    """What changed since (tier, points, phone) is hers; the file does not turn it back."""
    first = row(name="甲", number="1001", phone="13800138000", tier="silver")
    take(path, first)
    Member.objects.update(phone="+8613900000001")

    assert take(path, first).members == taken(unchanged=1)
    assert str(Member.objects.get().phone) == "+8613900000001"


@pytest.mark.parametrize(
    ("column", "written", "reason"),
    [
        ("name", "", "This must not be empty."),
        ("name", "长" * 61, "At most 60 characters."),
        ("joined_on", "2024-02-30", "The calendar has no such day."),
        ("joined_on", "20240520", "This is not a date. Write it as 2026-05-20."),
        ("joined_on", "2026-06-02", "This lies in the future."),
        ("store", "25", "There is no store 25."),
        ("gender", "X", "F, M or nothing."),
        ("birthday", "02-30", "The calendar has no such day."),
        ("birthday", "2030-01-01", "This birthday lies in the future."),
        ("tier", "diamond", "There is no tier diamond."),
        ("points", "-5", "An opening balance cannot be negative."),
        ("points", "1.5", "This must be a whole number."),
        ("points", "NaN", "This is not a number. Write it as 1234.50."),
        ("points", "100000001", "More than 100,000,000 is not believed."),
        ("guide", "S1", "S1 is not a guide of this store."),
        ("guide", "G3", "G3 is not a guide of this store."),
        ("guide", "X9", "X9 is not a guide of this store."),
        ("tags", "长" * 41, "At most 40 characters."),
    ],
)
def test_a_cell_that_cannot_be_taken_is_refused(path, column, written, reason):
    StaffFactory(number="S1")
    posted(Role.GUIDE, staff__number="G3")

    result = take(path, row(name="李静"), row(**{column: written}))

    assert told(result) == [(3, column, reason)]
    assert result.members == taken(created=1, refused=1)
    assert list(Member.objects.values_list("name", flat=True)) == ["李静"]


def test_a_phone_that_is_none_is_refused(path):
    ((line, column, reason),) = told(take(path, row(phone="1.38E+10")))

    assert (line, column) == (2, "phone")
    assert reason.startswith("This is not a phone number.")


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        ("number", "1001", "1001"),
        ("phone", "138 0013 8000", "+8613800138000"),
        ("card_number", "8800", "8800"),
    ],
)
def test_what_only_one_can_have_is_the_first_ones(path, column, one, other):
    result = take(path, row(name="甲", **{column: one}), row(name="乙", **{column: other}))

    assert told(result) == [(3, column, "Line 2 has the same.")]
    assert list(Member.objects.values_list("name", flat=True)) == ["甲"]


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        (
            {"number": "1001"},
            "number",
            "A member with this number is there, with another name or day of joining.",
        ),
        ({"phone": "13800138000"}, "phone", "The member 1001 has it."),
        ({"number": "2002", "phone": "13800138000"}, "phone", "The member 1001 has it."),
        ({"card_number": "8800"}, "card_number", "The member 1001 has it."),
    ],
)
def test_what_a_member_has_no_other_gets(path, changed, column, reason):
    take(path, row(name="甲", number="1001", phone="13800138000", card_number="8800"))

    result = take(path, row(name="乙", **changed))

    assert told(result) == [(2, column, reason)]
    assert Member.objects.count() == 1


def test_a_refused_row_does_not_keep_its_phone_from_the_next(path):
    result = take(
        path, row(name="甲", phone="13800138000", tier="?"), row(name="乙", phone="13800138000")
    )

    assert result.members == taken(created=1, refused=1)
    assert Member.objects.get().name == "乙"


def test_stores_are_opened_only_when_asked(path):
    assert take(path, row(store="88")).members == taken(refused=1)
    assert take(path, row(store="88"), create_stores=True, dry_run=True).members == taken(created=1)
    assert Store.objects.filter(code="88").count() == 0

    assert take(path, row(store="88"), create_stores=True).members == taken(created=1)
    assert Member.objects.get().number == "NO.88-000001"


def test_a_guide_needs_a_rule_of_ownership(path, store):
    posted(Role.GUIDE, store=store, staff__number="G7")
    OwnershipRule.objects.update(effective_from=dt.date(2027, 1, 1))

    assert told(take(path, row(guide="G7"))) == [(2, "guide", "No ownership rule is in force.")]


def test_the_clock_of_an_imported_ownership_runs_from_the_imported_purchases(path, store, tmp_path):
    posted(Role.GUIDE, store=store, staff__number="G7")
    take(path, row(number="1001", guide="G7"))
    header = ("receipt", "sold_at", "store", "sku", "quantity", "amount", "member")

    take_sales(
        write(
            tmp_path / "sales.csv", header, ("R1", "2026-05-05T20:00", "24", "A", "1", "9", "1001")
        )
    )

    assert Ownership.objects.get().due_on == dt.date(2026, 7, 5)


def test_more_than_a_batch_is_taken_whole(path, monkeypatch):
    monkeypatch.setattr("pos.domain.history.member_import.BATCH_MEMBERS", 3)
    rows = [row(name=f"会员{n}", joined_on=f"2024-05-{n + 1:02d}") for n in range(10)]

    assert take(path, *rows).members == taken(created=10)
    assert list(Member.objects.order_by("joined_on").values_list("number", flat=True)) == [
        f"NO.24-{n:06d}" for n in range(1, 11)
    ]


def test_imported_members_are_found_like_everybody(path):
    other = MemberFactory(name="王芳")
    take(path, row(number="abc-1", phone="+852 9123 4567", card_number="8800"))

    found = Member.objects.exclude(pk=other.pk).get()
    assert [find_exactly(text) for text in ("abc-1", "85291234567", "8800")] == [found] * 3
    assert found.name_initials == search_columns(name="曾黎", phone=None)["name_initials"]
