import pytest

from common.numerals import arabic


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("八月十五", "8月15"),
        ("二十", "20"),
        ("三十", "30"),
        ("二十一", "21"),
        ("十", "10"),
        ("廿", "20"),
        ("廿五", "25"),
        ("卅", "30"),
        ("一九五八年", "1958年"),
        ("二〇〇〇", "2000"),
        ("九五折", "95折"),
        ("8.8折", "8.8折"),
        ("十十", "十十"),
        ("百", "百"),
        ("", ""),
    ],
)
def test_arabic_writes_chinese_numerals_in_digits(text: str, digits: str) -> None:
    assert arabic(text) == digits
