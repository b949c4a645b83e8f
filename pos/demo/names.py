"""Names people have, phones nobody has."""

from __future__ import annotations

from pos.demo.dice import Dice

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩冯邓曹彭曾"
    "萧田董潘袁蔡蒋余于杜叶程魏苏吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴"
    "贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严单仇解"
)
DOUBLE_SURNAMES = ("欧阳", "上官", "司徒", "诸葛")
HERS = [
    "丽娜", "敏", "静", "秀英", "婷婷", "雪梅", "佳怡", "晓燕", "玉兰", "慧",
    "芳", "娟", "思琪", "雨欣", "梦洁", "淑珍", "美玲", "倩", "颖", "琳",
    "嘉欣", "文静", "海燕", "春花", "紫萱", "子涵", "桂芳", "红梅", "晓彤", "诗雨",
    "若曦", "莉", "凤英", "彩霞", "月华", "佩珊", "咏诗",
]  # fmt: skip
HIS = [
    "伟", "强", "建国", "志明", "浩然", "俊杰", "国庆", "文斌", "子轩", "海涛",
    "家豪", "磊", "建华",
]  # fmt: skip

# No network hands these out to people: four noughts in the middle.
PHONES = "+861390000{:04d}"


def somebody(dice: Dice, *, woman: bool) -> str:
    """Return a name as people have them."""
    surname = dice.choice(DOUBLE_SURNAMES if dice.happens(1) else SURNAMES)
    return surname + dice.choice(HERS if woman else HIS)


def phone(count: int) -> str:
    """Return the ``count``-th (0 to 9999) made-up mobile number, in E.164."""
    return PHONES.format(count)
