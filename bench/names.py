"""Made-up people: the usual surnames in their usual shares, and given names as parents choose.

The shares matter: initials such as ``zw`` must fit thousands of members of a million.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from membership.domain.joining import search_columns

# Per mille of the population; the rest of the table is drawn alike.
SURNAMES = {
    "王": 72, "李": 70, "张": 67, "刘": 52, "陈": 45, "杨": 31, "赵": 21, "黄": 21, "周": 20,
    "吴": 20, "徐": 16, "孙": 15, "胡": 13, "朱": 13, "高": 12, "林": 12, "何": 12, "郭": 12,
    "马": 11, "罗": 10, "梁": 9, "宋": 8, "郑": 8, "谢": 8, "韩": 7, "唐": 7, "冯": 7, "于": 6,
    "董": 6, "萧": 6, "程": 6, "曹": 6, "袁": 5, "邓": 5, "许": 5, "傅": 5, "沈": 5, "曾": 5,
    "彭": 5, "吕": 5, "苏": 4, "卢": 4, "蒋": 4, "蔡": 4, "贾": 4, "丁": 4, "魏": 4, "薛": 4,
    "叶": 4, "阎": 4, "余": 3, "潘": 3, "杜": 3, "戴": 3, "夏": 3, "钟": 3, "汪": 3, "田": 3,
    "任": 3, "姜": 3, "范": 3, "方": 3, "石": 3, "姚": 3, "谭": 3, "廖": 3, "邹": 3, "熊": 3,
    "金": 3, "陆": 3, "郝": 3, "孔": 3, "白": 3, "崔": 3, "康": 3, "毛": 3, "邱": 3, "秦": 3,
    "江": 3, "史": 3, "顾": 3, "侯": 3, "邵": 2, "孟": 2, "龙": 2, "万": 2, "段": 2, "雷": 2,
    "单": 1, "解": 1, "尉迟": 1, "欧阳": 1,
}  # fmt: skip
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文海波云飞宇浩轩子涵欣怡"
    "梓晨佳雨思雪婷嘉俊博雅琪瑶晓东鹏辉斌凯旭鑫莉燕玲萍琴慧颖倩蕾悦宁安乐天一诗语"
)
ONE_CHARACTER = 0.2  # of given names


def people(rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """Yield name, initials and pinyin of one person after another, for ever."""
    surnames, shares = list(SURNAMES), list(SURNAMES.values())
    while True:
        for surname in rng.choices(surnames, shares, k=1_000):
            length = 1 if rng.random() < ONE_CHARACTER else 2
            name = surname + "".join(rng.choices(GIVEN, k=length))
            yield name, *_readings(name)


@cache
def _readings(name: str) -> tuple[str, str]:
    columns = search_columns(name=name, phone=None)
    return columns["name_initials"], columns["name_pinyin"]
