"""The pages that list members and show one: a guide's, head office's, the administration's."""

from __future__ import annotations

from collections import defaultdict
from itertools import cycle
from urllib.parse import quote

from django.db.models import QuerySet
from django.urls import reverse

from bench import databases
from bench.figures import Bar, p50, p95, print_table
from bench.visitor import Visitor
from membership.models import Member

ROUNDS = 5
SAMPLE = 200  # members whose pages are opened


def measure(*, sizes: tuple[int, int], quick: bool) -> list[Bar]:
    """Open each page in chains of both ``sizes``, in turns; there are no bars for these."""
    each = 4 if quick else 20
    seconds: dict[tuple[str, int], list[float]] = defaultdict(list)
    statements: dict[tuple[str, int], int] = {}
    pages = {size: _pages(size) for size in sizes}
    for turn in range(ROUNDS + 1):
        for size in sizes:
            databases.enter(members=size)
            for name, (visitor, paths) in pages[size].items():
                took = [visitor.get(next(paths)).seconds for _ in range(each)]
                if turn:  # the first warms connections and caches
                    seconds[name, size] += took
                else:
                    statements[name, size] = visitor.statements_of(next(paths))
    small, large = sizes
    print_table(
        f"Pages of members ({ROUNDS * each} each; ms of server time)",
        ["page", "statements", f"p50 of {small:,}", "p95", f"p50 of {large:,}", "p95",
         "ratio p50"],
        [[name, statements[name, large],
          p50(seconds[name, small]), p95(seconds[name, small]),
          p50(seconds[name, large]), p95(seconds[name, large]),
          p50(seconds[name, large]) / p50(seconds[name, small])]
         for name in pages[large]],
    )  # fmt: skip
    return []


def _pages(size: int) -> dict[str, tuple[Visitor, cycle[str]]]:
    """Return, for each page, who opens it and its addresses without end."""
    databases.enter(members=size)
    guide, manager, officer, head = map(Visitor, ("G1-0", "M1", "OFFICER", "HEAD"))
    mine = reverse("guides:my_members")
    changelist = reverse("admin:membership_member_changelist")
    own = Member.objects.filter(ownerships__guide__number="G1-0", ownerships__ends_at=None)
    return {
        "a guide's members": (guide, cycle([mine])),
        "a store's members": (manager, cycle([mine])),
        "the brand's members": (officer, cycle([mine])),
        "a member's page, her guide": (guide, _pages_of(own)),
        "a member's page, head office": (head, _pages_of(Member.objects.all())),
        "administration: members": (head, cycle([changelist])),
        "administration: members, page 200": (head, cycle([f"{changelist}?p=200"])),
        "administration: a phone": (head, cycle([f"{changelist}?q=13800138000"])),
        "administration: 张伟": (head, cycle([f"{changelist}?q={quote('张伟')}"])),
    }


def _pages_of(members: QuerySet[Member]) -> cycle[str]:
    numbers = members.order_by("joined_at").values_list("number", flat=True)[:SAMPLE]
    return cycle([reverse("campaigns:member", args=[number]) for number in numbers])
