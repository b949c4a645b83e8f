"""The one order in which rows are locked. Whoever needs several takes them from the top.

1. the basket, or the sale that goods come back from; the annual rebate that is issued; the
   partner whose statement is drafted, then the statement
2. the store's sequence of member numbers, then the prospect who joins
3. the points account (one per member; several in order of their keys)
4. the member's open ownership
5. the card kind whose quota is counted, then the printed card
6. the till's shift, then its counter of receipts
7. the member's visit of the day
8. the lots of the account, soonest expiry first
9. the stock of a reward

Who joins gets her card before her account; nobody else can hold an account as new as that.

A member's account stands for the member: whoever holds it may change her points, tier,
visits and ownership.
"""
