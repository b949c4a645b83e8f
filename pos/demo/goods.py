"""What the demonstration chain sells: clothes and home textiles."""

from __future__ import annotations

from decimal import Decimal

from sales.models import Category, Product

# Category: its products as name, regular price and, for a few, special price.
SHELVES: dict[str, list[tuple[str, int, int | None]]] = {
    "女装": [
        ("真丝衬衫 米白", 599, None),
        ("真丝衬衫 雾蓝", 599, None),
        ("羊绒开衫 驼色", 1280, None),
        ("羊绒开衫 烟灰", 1280, None),
        ("亚麻连衣裙", 459, None),
        ("醋酸半身裙", 359, None),
        ("双面呢大衣", 1980, None),
        ("轻薄羽绒背心", 499, 399),
        ("直筒西裤", 429, None),
        ("针织打底衫", 239, None),
        ("棉麻阔腿裤", 329, 259),
        ("改良旗袍", 899, None),
    ],
    "男装": [
        ("免烫衬衫 白", 329, None),
        ("免烫衬衫 浅蓝", 329, None),
        ("羊毛V领衫", 459, None),
        ("商务夹克", 799, None),
        ("休闲长裤", 359, None),
        ("精梳棉Polo衫", 269, 199),
        ("羊绒大衣", 1890, None),
    ],
    "家居服": [
        ("莫代尔睡衣套装", 299, None),
        ("真丝睡裙", 699, None),
        ("法兰绒睡袍", 359, 299),
        ("棉纱家居服 亲子款", 259, None),
        ("珊瑚绒拖鞋", 59, None),
        ("纯棉吊带", 79, None),
    ],
    "床品": [
        ("长绒棉四件套 1.5米", 599, None),
        ("长绒棉四件套 1.8米", 699, None),
        ("天丝四件套 1.8米", 899, None),
        ("婚庆六件套 龙凤", 1680, None),
        ("水洗棉床笠", 199, None),
        ("磨毛四件套", 399, 329),
        ("蚕丝枕套一对", 299, None),
    ],
    "被芯枕芯": [
        ("桑蚕丝被 2斤", 899, None),
        ("桑蚕丝被 4斤", 1599, None),
        ("白鹅绒被", 1980, None),
        ("大豆纤维被", 359, None),
        ("空调夏被", 199, 159),
        ("乳胶枕", 299, None),
        ("荞麦枕", 129, None),
        ("羽绒枕一对", 459, None),
    ],
    "毛巾浴品": [
        ("长绒棉毛巾", 39, None),
        ("长绒棉浴巾", 129, None),
        ("竹纤维面巾三条装", 69, None),
        ("华夫格浴袍", 299, None),
        ("纱布方巾五条装", 49, 39),
        ("速干浴帽", 25, None),
    ],
    "配饰": [
        ("桑蚕丝方巾", 259, None),
        ("羊绒围巾 驼", 499, None),
        ("羊绒围巾 酒红", 499, None),
        ("羊毛披肩", 699, None),
        ("棉袜三双装", 45, None),
        ("真丝发圈", 39, None),
        ("羊皮手套", 239, None),
    ],
    "儿童": [
        ("新生儿礼盒", 399, None),
        ("纱布包被", 159, None),
        ("儿童睡袋", 259, None),
        ("儿童四件套", 459, None),
        ("口水巾三条装", 39, None),
        ("亲肤棉连体衣", 129, 99),
    ],
}
COST_SHARE = Decimal("0.42")


def stock_shelves() -> list[Product]:
    """Put the goods on the shelves; the barcodes are of a range shops print themselves."""
    products = []
    for shelf, (name, goods) in enumerate(SHELVES.items(), start=1):
        category = Category.objects.create(code=f"C{shelf}", name=name)
        for place, (title, regular, special) in enumerate(goods, start=1):
            products.append(
                Product.objects.create(
                    sku=f"{shelf}{place:03d}",
                    barcode=_barcode(f"2000000{shelf}{place:04d}"),
                    name=title,
                    category=category,
                    regular_price=regular,
                    special_price=special,
                    cost=(regular * COST_SHARE).quantize(Decimal(1)),
                )
            )
    return products


def _barcode(twelve: str) -> str:
    """Return the EAN-13 of twelve digits."""
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return f"{twelve}{-weighed % 10}"
