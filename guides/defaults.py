"""What guides start with: two calendar months, draws by store, and how to look after members."""

import datetime as dt

from common.defaults import Rows
from guides.enums import Rhythm, StepAfter, TemplateKind

FOR_EVER = dt.date(2000, 1, 1)
REASONS = [
    # code, Chinese, English, whether she is left in peace
    ("product", "商品原因", "The goods", False),
    ("environment", "购物环境", "The shop itself", False),
    ("selling", "销售过程", "How she was served", False),
    ("after_sales", "售后服务", "Service afterwards", False),
    ("competitor", "竞争对手", "A competitor", False),
    ("normal", "正常流失", "It is nobody's fault", True),
    ("asked", "要求不再联系", "She asked not to be contacted", True),
]
WAYS = [
    ("生日问候", "Birthday greeting"),
    ("节日祝福", "Festive greeting"),
    ("新品到店通知", "News of new goods"),
    ("售后回访", "Call after a purchase"),
    ("保养提醒", "Reminder of care for goods"),
    ("积分/券到期提醒", "Reminder of points and coupons"),
    ("活动邀约", "Invitation to an event"),
    ("到店礼遇", "Treat in the store"),
    ("上门服务", "Service at her home"),
    ("久未到店关怀", "Care for the long unseen"),
]
TABOOS = {
    TemplateKind.GREETING: "活动 促销 优惠 打折 折扣 特价 满减 大促 sale discount promotion",
    TemplateKind.SEASON: "新品 新款 上新 新到 上市 new-arrival",
    TemplateKind.UNSEEN: "发生了什么 发生什么 出什么事 出了什么事 有什么事 something-happened",
}
TEXTS = [
    (TemplateKind.GREETING, "生日祝福", "{姓名}，生日快乐！愿您天天好心情，健康美丽每一天。"),
    (
        TemplateKind.GREETING,
        "节日祝福",
        "{姓名}，节日将至，祝您和家人团圆美满、平安喜乐。",
    ),
    (
        TemplateKind.SEASON,
        "入冬关怀",
        "{姓名}，天气转凉了，出门记得添衣，饮食多温热，照顾好自己。",
    ),
    (
        TemplateKind.UNSEEN,
        "想念",
        "{姓名}，好久不见，很想念您。工作再忙也要注意休息，有空来坐坐。",
    ),
    (
        TemplateKind.PROMOTION,
        "新品推荐",
        "{姓名}，店里新到了几款适合您的，给您留了尺码，方便时来试试。不想再收到请告诉我。",
    ),
]


def rows() -> Rows:
    """Return the rows of an empty installation, by model."""
    return {
        "OwnershipRule": [{"effective_from": FOR_EVER}],
        "DrawRule": [{"effective_from": FOR_EVER}],
        "CareRule": [{"effective_from": FOR_EVER}],
        "Cadence": [
            {"rhythm": Rhythm.YEAR},
            {"tier__code": "silver", "rhythm": Rhythm.QUARTER},
            {"tier__code": "gold", "rhythm": Rhythm.QUARTER},
            {"tier__code": "platinum", "rhythm": Rhythm.MONTH},
        ],
        "FollowUpStep": [
            *({"after": StepAfter.PURCHASE, "days": days} for days in (3, 30, 90)),
            *({"after": StepAfter.JOINING, "days": days} for days in (7, 180, 365)),
        ],
        "LossReason": [
            {"code": code, "name_zh": chinese, "name_en": english, "leaves_in_peace": peace}
            for code, chinese, english, peace in REASONS
        ],
        "ContactWay": [{"name_zh": chinese, "name_en": english} for chinese, english in WAYS],
        "TabooWord": [
            {"word": word.replace("-", " "), "kind": kind}
            for kind, words in TABOOS.items()
            for word in words.split()
        ],
        "MessageTemplate": [
            {"kind": kind, "title": title, "body": body} for kind, title, body in TEXTS
        ],
    }
