import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.notation import (
    AmbiguousDiscount,
    DiscountOutOfRange,
    NotADiscount,
    discount_echo,
    discount_label,
    parse_discount,
)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("8.8折", 8800),
        ("88折", 8800),
        ("88", 8800),
        ("0.88", 8800),
        ("88%", 8800),
        ("12% off", 8800),
        ("８．８折", 8800),
        ("８８％", 8800),
        (" 8.8 折 ", 8800),
        ("八八折", 8800),
        ("八点八折", 8800),
        ("八折", 8000),
        ("5折", 5000),
        ("9.5折", 9500),
        ("95折", 9500),
        ("8.85折", 8850),
        ("10折", 10000),
        ("100", 10000),
        ("100%", 10000),
        ("1折", 1000),
        ("0.5", 5000),
        ("10.5", 1050),
        ("99.99", 9999),
    ],
)
def test_parse_discount_reads_every_notation(text: str, points: int) -> None:
    assert parse_discount(text) == points


@pytest.mark.parametrize("text", ["1", "5", "8.8", "10", "1.0", "8.8%", "10%", "５"])
def test_parse_discount_refuses_what_may_mean_two_things(text: str) -> None:
    with pytest.raises(AmbiguousDiscount):
        parse_discount(text)


@pytest.mark.parametrize(
    "text", ["0", "0折", "0%", "0.0", "-5", "-8.8折", "101", "100.01", "880折", "100% off"]
)
def test_parse_discount_refuses_what_no_customer_pays(text: str) -> None:
    with pytest.raises(DiscountOutOfRange):
        parse_discount(text)


@pytest.mark.parametrize(
    "text",
    ["", "折", "abc", "8,8折", "8.8折折", "88 %%", "1e2", "NaN", "0.88888", "--8折", "8.折", ".88"],
)
def test_parse_discount_refuses_junk(text: str) -> None:
    with pytest.raises(NotADiscount) as refusal:
        parse_discount(text)

    assert type(refusal.value) is NotADiscount


@given(st.text(max_size=12))
def test_parse_discount_answers_within_the_price_or_refuses(text: str) -> None:
    try:
        points = parse_discount(text)
    except NotADiscount:
        return
    assert 0 < points <= 10_000


@given(st.integers(min_value=1, max_value=10_000))
def test_a_label_reads_back_as_what_it_says(points: int) -> None:
    with translation.override("zh-hans"):
        chinese = discount_label(points)
    with translation.override("en"):
        english = discount_label(points)

    if points < 10_000:
        assert (parse_discount(chinese), parse_discount(english)) == (points, points)


@pytest.mark.parametrize(
    ("points", "chinese", "english", "echo"),
    [
        (8800, "8.8折", "12% off", "customer pays 88%"),
        (5000, "5折", "50% off", "customer pays 50%"),
        (8850, "8.85折", "11.5% off", "customer pays 88.5%"),
    ],
)
def test_labels_speak_the_readers_notation(
    points: int, chinese: str, english: str, echo: str
) -> None:
    with translation.override("zh-hans"):
        assert discount_label(points) == chinese
    with translation.override("en"):
        assert discount_label(points) == english
        assert discount_echo(points) == echo


def test_the_full_price_is_no_discount() -> None:
    with translation.override("en"):
        assert discount_label(10_000) == "no discount"


@pytest.mark.parametrize("text", ["8.8", "880折", "abc"])
def test_refusals_repeat_what_was_typed(text: str) -> None:
    with pytest.raises(NotADiscount) as refusal:
        parse_discount(text)

    assert text in str(refusal.value)
