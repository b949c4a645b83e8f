"""Show enough of a person to be recognised at the till, and no more."""

import re

import phonenumbers

from common.surnames import surname_of

STAR = "*"

# Digits after the country code: how many stay readable at each end.
_SHOWN = {"86": (3, 4), "852": (2, 2), "853": (2, 2)}
_TAIWAN = "886"

_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_HONORIFICS = ("女士", "先生", "小姐", "太太", "阿姨", "老师")


def mask_phone(phone: str) -> str:
    """Hide the middle of an E.164 number, written as its owner would write it at home.

    Mainland ``138****8000``, Hong Kong and Macau ``91****67``, Taiwan ``0912****78`` (with
    its leading zero), elsewhere ``+44 ****0958``: country code and last four. Nothing, for
    no number.
    """
    digits = phone.removeprefix("+")
    for code, (head, tail) in _SHOWN.items():
        if digits.startswith(code):
            return _masked(digits.removeprefix(code), head, tail)
    if digits.startswith(_TAIWAN):
        return _masked(f"0{digits.removeprefix(_TAIWAN)}", 4, 2)
    return _masked_abroad(phone) if digits else ""


def mask_name(name: str) -> str:
    """Hide all of ``name`` but the surname: 张三 is 张*, 欧阳娜娜 is 欧阳**.

    A surname with a title (王女士) hides nothing and stays. In a name with a dot (买买提·艾力)
    only the first character stays, in a Latin one the initials: ``J*** S***``.
    """
    name = name.strip()
    if not name or not _HAN.match(name):
        return " ".join(f"{word[0]}***" for word in name.split())
    surname = surname_of(name)
    rest = name[len(surname) :]
    if rest in _HONORIFICS:
        return name
    return surname + re.sub(r"[^·]", STAR, rest) if rest else STAR


def _masked(digits: str, head: int, tail: int) -> str:
    hidden = max(len(digits) - head - tail, 0)
    return f"{digits[:head]}{STAR * hidden}{digits[-tail:]}"


def _masked_abroad(phone: str) -> str:
    code = phonenumbers.parse(phone).country_code
    return f"+{code} ****{phone[-4:]}"
