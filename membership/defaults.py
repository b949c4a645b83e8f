"""What membership starts with: card kinds, joining channels, the words of consent."""

import datetime as dt
from typing import Any

from common.defaults import Rows
from membership.enums import Purpose

SUPER_VIP = "超级VIP"
FIRST_DAY = dt.date(2000, 1, 1)


def rows() -> Rows:
    """Return the rows of an empty installation, by model."""
    return {
        "CardKind": CARD_KINDS,
        "JoiningChannel": CHANNELS,
        "ConsentText": TEXTS,
        "Tag": [{"name": SUPER_VIP, "treatment": "专属接待：请店长迎接，备茶水，可预留新款"}],
    }


# The nine kinds of card: the plain one, the two whose terms the handbook tells, and six more
# that the other handbooks speak of. Terms and quotas are first values.
CARD_KINDS: list[dict[str, Any]] = [
    {"code": "member", "name_zh": "会员卡", "name_en": "Member card"},
    {
        "code": "nationwide",
        "name_zh": "全国会员卡",
        "name_en": "Nationwide card",
        "price": 150,
        "is_sellable": True,
        "is_giftable": False,
    },
    {
        "code": "guest-of-honour",
        "name_zh": "贵宾会员卡",
        "name_en": "Guest-of-honour card",
        "value": 1000,
        "is_sellable": False,
        "is_personal": False,
        "is_offered": False,
        "purpose_zh": "分店维护本地社会关系、店内促销赠送",
        "purpose_en": "For a store's local relations and gifts in promotions",
        "store_quota": 50,
    },
    {
        "code": "student",
        "name_zh": "学生会员卡",
        "name_en": "Student card",
        "is_giftable": False,
        "term_months": 12,
        "purpose_zh": "本人持学生证办理，本人持卡购买",
        "purpose_en": "For students, who show their student card and buy in person",
    },
    {
        "code": "organisation",
        "name_zh": "团体会员卡",
        "name_en": "Organisation card",
        "from_stock": True,
        "purpose_zh": "教师节、护士节等节日赠送合作单位",
        "purpose_en": "Given to organisations on their day",
    },
    {
        "code": "supplementary",
        "name_zh": "副卡",
        "name_en": "Supplementary card",
        "is_giftable": False,
        "is_offered": False,
        "purpose_zh": "家人使用，积分归主卡会员",
        "purpose_en": "For the family; its points are the main member's",
    },
    {
        "code": "trial",
        "name_zh": "体验卡",
        "name_en": "Trial card",
        "is_personal": False,
        "term_months": 3,
    },
    {
        "code": "digital",
        "name_zh": "电子会员卡",
        "name_en": "Digital card",
        "is_physical": False,
        "is_giftable": False,
    },
    {
        "code": "diamond",
        "name_zh": "钻石会员卡",
        "name_en": "Diamond card",
        "is_giftable": False,
        "is_offered": False,
        "purpose_zh": "达到等级后发放实体卡",
        "purpose_en": "The printed card of who reached the tier",
    },
]

CHANNELS: list[dict[str, Any]] = [
    {"code": "till", "name_zh": "门店收银台", "name_en": "At the till"},
    {"code": "friend", "name_zh": "老会员介绍", "name_en": "Through a member"},
    {"code": "mall", "name_zh": "商场会员", "name_en": "The mall's members"},
    {"code": "partner", "name_zh": "异业联盟", "name_en": "A partner business"},
    {"code": "event", "name_zh": "线下活动", "name_en": "An event"},
    {"code": "online", "name_zh": "线上渠道", "name_en": "Online"},
    {"code": "opening", "name_zh": "新店开业", "name_en": "A store opening"},
    {"code": "import", "name_zh": "历史导入", "name_en": "Imported", "is_offered": False},
]

TEXTS = [
    {
        "purpose": Purpose.MEMBERSHIP,
        "version": 1,
        "effective_from": FIRST_DAY,
        "body_zh": (
            "本人同意按会员章程加入会员，门店为办理会员服务保存姓名、手机号和生日，"
            "可随时查询、更正或注销。"
        ),
        "body_en": (
            "I join under the membership terms. The shop keeps my name, mobile and birthday to "
            "serve me as a member; I may see, correct or erase them at any time."
        ),
    },
    {
        "purpose": Purpose.SMS,
        "version": 1,
        "effective_from": FIRST_DAY,
        "body_zh": "愿意接收优惠短信，可随时退订。",
        "body_en": "Send me offers by SMS; I may stop them at any time.",
    },
    {
        "purpose": Purpose.PHONE,
        "version": 1,
        "effective_from": FIRST_DAY,
        "body_zh": "愿意接听优惠电话，可随时取消。",
        "body_en": "Call me about offers; I may stop the calls at any time.",
    },
    {
        "purpose": Purpose.WECHAT,
        "version": 1,
        "effective_from": FIRST_DAY,
        "body_zh": "愿意通过微信接收优惠，可随时取消。",
        "body_en": "Send me offers by WeChat; I may stop them at any time.",
    },
    {
        "purpose": Purpose.PROFILING,
        "version": 1,
        "effective_from": FIRST_DAY,
        "body_zh": "同意分析我的购买记录，为我推荐合适的商品，可随时取消。",
        "body_en": "Use my purchases to recommend goods to me; I may stop this at any time.",
    },
]
