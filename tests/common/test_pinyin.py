import pytest
from pypinyin import lazy_pinyin

from common.pinyin import is_pinyin_query, query_key, search_key
from common.surnames import COMPOUND, SINGLE


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("曾黎", "zl zengli"),
        ("张三", "zs zhangsan"),
        ("单田芳", "stf shantianfang"),
        ("解晓东", "xxd xiexiaodong"),
        ("仇英", "qy qiuying"),
        ("区楚良", "ocl ouchuliang"),
        ("朴树", "ps piaoshu"),
        ("查良镛", "zly zhaliangyong"),
        ("任贤齐", "rxq renxianqi"),
        ("尉迟恭", "ycg yuchigong"),
        ("尉健行", "wjx weijianxing"),
        ("万俟卨", "mqx moqixie"),
        ("覃辉", "qh qinhui"),
        ("盖叫天", "gjt gejiaotian"),
        ("欧阳娜娜", "oynn ouyangnana"),
        ("吕布", "lb lvbu"),
        ("李长春", "lcc lichangchun"),
        ("李单", "ld lidan"),
        ("小曾", "xz xiaozeng"),
        ("乐乐", "ll lele"),
        ("解女士", "xns xienvshi"),
        ("买买提·艾力", "mmtal maimaitiaili"),
        ("王2号", "w2h wang2hao"),
        ("曾", "z zeng"),
    ],
)
def test_search_key_reads_chinese_names(name: str, key: str) -> None:
    assert search_key(name) == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("John Smith", "js johnsmith smith"),
        ("ANNA", "a anna"),
        ("José", "j jose"),
        ("Ｔｏｍ", "t tom"),
        ("O'Brien", "ob obrien brien"),
        ("Ann张", "az annzhang"),
        ("张Ann", "za zhangann ann"),
    ],
)
def test_search_key_lowers_latin_names(name: str, key: str) -> None:
    assert search_key(name) == key


@pytest.mark.parametrize("name", ["", "  ", "★", "·", "\U0001f600"])
def test_a_name_without_a_letter_has_no_key(name: str) -> None:
    assert search_key(name) == ""


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("zl", True),
        ("ZengLi", True),
        ("zeng li", True),
        ("xi'an", True),
        ("lü", True),
        ("ｚｌ", True),
        (" zl ", True),
        ("曾", False),
        ("zl8000", False),
        ("8000", False),
        ("NO.24-000001", False),
        ("'", False),
        ("", False),
    ],
)
def test_pinyin_queries_are_letters(text: str, answer: bool) -> None:
    assert is_pinyin_query(text) is answer


@pytest.mark.parametrize(
    ("text", "key"), [("Zeng Li", "zengli"), ("xi'an", "xian"), ("Lü Bu", "lvbu")]
)
def test_query_key_matches_search_key(text: str, key: str) -> None:
    assert query_key(text) == key


def test_the_surname_table_holds_exceptions_only() -> None:
    assert [name for name, reading in SINGLE.items() if lazy_pinyin(name) == [reading]] == []


def test_compound_surnames_have_a_syllable_a_character() -> None:
    assert [name for name, reading in COMPOUND.items() if len(reading.split()) != len(name)] == []
