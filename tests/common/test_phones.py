import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.phones import NotAPhone, last_four, parse_phone, phone_candidates

WANG = "+8613812348000"


@pytest.mark.parametrize(
    "text",
    [
        "13812348000",
        "138 1234 8000",
        "138-1234-8000",
        "138–1234—8000",
        " 138\u00a01234\u30008000 ",
        "+8613812348000",
        "+86 138 1234 8000",
        "+86 (0)138-1234-8000",
        "(+86)13812348000",
        "008613812348000",
        "0086-138-1234-8000",
        "8613812348000",
        "86 13812348000",
        "013812348000",
        "１３８１２３４８０００",
        "＋８６　１３８１２３４８０００",
        "(138)12348000",
        "138.1234.8000",
        "\u202d138 1234 8000\u202c",
    ],
)
def test_parse_phone_finds_a_mainland_mobile_however_it_is_typed(text: str) -> None:
    assert parse_phone(text) == WANG


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+852 9123 4567", "+85291234567"),
        ("00852 9123-4567", "+85291234567"),
        ("85291234567", "+85291234567"),
        ("+85241234567", "+85241234567"),
        ("+852 2828 1234", "+85228281234"),
        ("+853 6612 3456", "+85366123456"),
        ("0085366123456", "+85366123456"),
        ("853 6612 3456", "+85366123456"),
        ("+886 912 345 678", "+886912345678"),
        ("+886 0912-345-678", "+886912345678"),
        ("00886912345678", "+886912345678"),
        ("886 912345678", "+886912345678"),
        ("0912-345-678", "+886912345678"),
    ],
)
def test_parse_phone_knows_the_neighbours_codes(text: str, phone: str) -> None:
    assert parse_phone(text) == phone


@pytest.mark.parametrize(
    ("text", "region", "phone"),
    [
        ("9123 4567", "HK", "+85291234567"),
        ("6123 4567", "HK", "+85261234567"),
        ("6123 4567", "MO", "+85361234567"),
        ("0912345678", "TW", "+886912345678"),
        ("912345678", "TW", "+886912345678"),
        ("02-2345-6789", "TW", "+886223456789"),
        ("13812348000", "HK", WANG),
        ("13812348000", "TW", WANG),
        ("8613812348000", "HK", WANG),
        ("(415) 555-2671", "US", "+14155552671"),
    ],
)
def test_parse_phone_reads_as_the_region_chosen(text: str, region: str, phone: str) -> None:
    assert parse_phone(text, region=region) == phone


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+44 20 7946 0958", "+442079460958"),
        ("001 415 555 2671", "+14155552671"),
        ("+65 8123 4567", "+6581234567"),
    ],
)
def test_parse_phone_takes_a_traveller_with_a_country_code(text: str, phone: str) -> None:
    assert parse_phone(text) == phone


def test_parse_phone_takes_a_landline_with_its_area_code() -> None:
    assert parse_phone("010-62345678") == "+861062345678"


@pytest.mark.parametrize("mobile", ["14912345678", "16012345678", "17412345678", "19412345678"])
def test_parse_phone_takes_ranges_the_library_has_not_heard_of(mobile: str) -> None:
    assert parse_phone(mobile) == f"+86{mobile}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "hello",
        "1381234800",
        "138123480001",
        "12812348000",
        "62345678",
        "110",
        "13812348000.0",
        "1.3812348E+10",
        "13812348000 ext 5",
        "138+12348000",
        "+8612812348000",
        "+852 1123 4567",
        "+99912345678",
        "+0086 13812348000",
        "9" * 40,
        "٠١٢٣٤٥٦٧٨٩٠",
        "王小姐",
    ],
)
def test_parse_phone_refuses_what_nobody_could_dial(text: str) -> None:
    with pytest.raises(NotAPhone):
        parse_phone(text)


def test_the_refusal_says_what_to_type_and_repeats_no_number() -> None:
    with pytest.raises(NotAPhone) as refusal:
        parse_phone("1381234800")

    assert "+852" in str(refusal.value)
    assert "1381234800" not in str(refusal.value)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_parse_phone_leaves_its_own_answer_alone(mobile: str) -> None:
    phone = parse_phone(mobile)

    assert parse_phone(phone) == phone


@given(st.text(max_size=20))
def test_parse_phone_answers_or_refuses(text: str) -> None:
    try:
        phone = parse_phone(text)
    except NotAPhone:
        return
    assert phone[0] == "+"
    assert phone[1:].isascii()
    assert phone[1:].isdecimal()


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("13812348000", [WANG]),
        ("+86 138 1234 8000", [WANG]),
        ("6612 3456", ["+85266123456", "+85366123456"]),
        ("91234567", ["+85291234567"]),
        ("51234567", ["+85251234567"]),
        ("85291234567", ["+85291234567"]),
        ("0912345678", ["+886912345678"]),
        ("912345678", ["+886912345678"]),
        ("442079460958", ["+442079460958"]),
        ("8000", []),
        ("NO.24-000001", []),
        ("王小姐", []),
        ("", []),
    ],
)
def test_phone_candidates_are_all_it_may_mean(text: str, candidates: list[str]) -> None:
    assert phone_candidates(text) == candidates


def test_last_four_is_what_the_cashier_asks_for() -> None:
    assert last_four(WANG) == "8000"
