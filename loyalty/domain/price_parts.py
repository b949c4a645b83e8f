"""The parts of a basket while it is priced: pieces of a line that cost the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from common.money import ZERO, cents
from common.notation import NO_DISCOUNT
from sales.domain.steps import Step, taken_off
from sales.enums import PriceReason


@dataclass(frozen=True)
class MemberOffer:
    """What a member pays for one; ``left`` pieces at that, or None where there is no limit."""

    price: Decimal
    left: Decimal | None = None


@dataclass(frozen=True)
class Item:
    """Something to be priced; prices in yuan for one unit.

    ``special`` is the product's own reduced price, ``by_hand`` one the till set (``set_by``:
    staff number), ``offer`` the price for members. A ``fee`` is charged as it is.
    """

    quantity: Decimal
    regular: Decimal
    special: Decimal | None = None
    by_hand: Decimal | None = None
    set_by: str = ""
    offer: MemberOffer | None = None
    product: int = 0
    category: int | None = None
    fee: bool = False


@dataclass(frozen=True)
class Goods:
    """Which goods something is for; empty sets ask nothing."""

    products: frozenset[int] = frozenset()
    categories: frozenset[int] = frozenset()
    regular_only: bool = False

    def include(self, part: Part) -> bool:
        """Tell whether ``part`` is among them. A fee never is."""
        item = part.goods
        named = not (self.products or self.categories)
        named = named or item.product in self.products or item.category in self.categories
        at_regular = part.base == PriceReason.REGULAR or not self.regular_only
        return named and at_regular and not item.fee


ANY_GOODS = Goods()


@dataclass(frozen=True)
class Percentage:
    """A share of the price, ``pays`` ten-thousandths, that somebody may have on ``goods``.

    The best of all counts; one that ``stacks`` counts on top of it. ``step`` says whose it is.
    """

    pays: int
    step: Step
    goods: Goods = ANY_GOODS
    stacks: bool = False


@dataclass
class Part:
    """``quantity`` pieces of the item at place ``item``, that cost the same.

    ``units`` are the prices of one on the way down, each with the step that led to it;
    ``later`` the steps that took yuan off the whole.
    """

    item: int
    goods: Item
    quantity: Decimal
    base: PriceReason = PriceReason.REGULAR
    units: list[tuple[Decimal, Step]] = field(default_factory=list)
    later: list[Step] = field(default_factory=list)

    @property
    def unit(self) -> Decimal:
        """The yuan one costs, not rounded."""
        return self.units[-1][0] if self.units else self.goods.regular

    @property
    def net(self) -> Decimal:
        """The yuan all cost."""
        return cents(self.unit * self.quantity) - taken_off(self.later)

    @property
    def regular_total(self) -> Decimal:
        """The yuan all would cost at the regular price."""
        return cents(self.goods.regular * self.quantity)

    @property
    def is_open(self) -> bool:
        """Whether percentages and pieces at another price touch it."""
        return not self.goods.fee and self.base != PriceReason.MANUAL

    @property
    def steps(self) -> list[Step]:
        """What took off the regular total what is missing to the net, to the 分."""
        before, steps = self.regular_total, []
        for unit, step in self.units:
            after = cents(unit * self.quantity)
            steps.append(replace(step, off=before - after))
            before = after
        return [step for step in [*steps, *self.later] if step.off]

    def reach(self, unit: Decimal, step: Step) -> None:
        """Let one cost ``unit`` from here on, because of ``step``."""
        self.units.append((unit, step))

    def take_off(self, yuan: Decimal, step: Step) -> None:
        """Take ``yuan`` off the whole, because of ``step``."""
        self.later.append(replace(step, off=yuan))

    def cut(self, pieces: Decimal) -> Part:
        """Take ``pieces`` out of this part and return them as one of their own."""
        self.quantity -= pieces
        return replace(self, quantity=pieces, units=[*self.units], later=[])


def lay_out(items: Sequence[Item], percentages: Sequence[Percentage]) -> list[Part]:
    """Return ``items`` at their prices, each with the best of ``percentages`` that touch it."""
    left = {item.product: item.offer.left for item in items if item.offer}
    parts: list[Part] = []
    for place, item in enumerate(items):
        parts += _parts(place, item, percentages, left)
    return parts


def _parts(
    place: int,
    item: Item,
    percentages: Sequence[Percentage],
    left: dict[int, Decimal | None],
) -> Iterator[Part]:
    own = _at_own_price(place, item)
    _discount(own, percentages)
    if item.offer and own.is_open:
        offered = Part(place, item, item.quantity, PriceReason.MEMBER)
        offered.reach(item.offer.price, Step(PriceReason.MEMBER, ZERO))
        _discount(offered, percentages)
        limit = left[item.product]
        pieces = item.quantity if limit is None else min(item.quantity, limit)
        if offered.unit < own.unit and pieces > 0:
            left[item.product] = None if limit is None else limit - pieces
            own.quantity -= pieces
            yield replace(offered, quantity=pieces)
    if own.quantity:
        yield own


def _at_own_price(place: int, item: Item) -> Part:
    part = Part(place, item, item.quantity)
    if item.by_hand is not None:
        part.base = PriceReason.MANUAL
        part.reach(item.by_hand, Step(PriceReason.MANUAL, ZERO, by=item.set_by))
    elif item.special is not None:
        part.base = PriceReason.SPECIAL
        part.reach(item.special, Step(PriceReason.SPECIAL, ZERO))
    return part


def _discount(part: Part, percentages: Iterable[Percentage]) -> None:
    if not part.is_open:
        return
    touching = [one for one in percentages if one.goods.include(part)]
    best = min((one for one in touching if not one.stacks), key=lambda one: one.pays, default=None)
    for one in [*([best] if best else []), *(one for one in touching if one.stacks)]:
        if one.pays < NO_DISCOUNT:
            part.reach(part.unit * one.pays / NO_DISCOUNT, replace(one.step, pays=one.pays))
