"""The one order in which rows are locked. Whoever needs several takes them from the top.

1. the basket, or the sale that goods come back from
2. the store's sequence of member numbers
3. the points account (one per member; several in order of their keys)
4. the lots of that account, soonest expiry first
5. the member's visits, then her open ownership
6. the till's counter and its shift

A member's account stands for the member: whoever holds it may change her points, tier,
visits and ownership.
"""
