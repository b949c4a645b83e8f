"""What each self-check looks at: one row for each thing checked, on either database.

``subject`` is the key of the row shown to who looks after it, ``holds`` whether the promise is
kept, ``fact`` the two sides of it where it is not.
"""

BALANCE_IS_ENTRIES = """
select
    account.id as subject,
    account.balance = coalesce(entered.points, 0) as holds,
    account.balance || ' ≠ ' || coalesce(entered.points, 0) as fact
from loyalty_pointsaccount as account
left join (
    select account_id, sum(points) as points from loyalty_pointsentry group by account_id
) as entered on entered.account_id = account.id
"""

BALANCE_IS_LOTS = """
select
    account.id as subject,
    account.balance = coalesce(lots.points, 0) - account.debt as holds,
    account.balance || ' ≠ ' || coalesce(lots.points, 0) || ' - ' || account.debt as fact
from loyalty_pointsaccount as account
left join (
    select account_id, sum(remaining) as points
    from loyalty_pointslot
    where remaining <> 0
    group by account_id
) as lots on lots.account_id = account.id
"""

# What comes back after its expiry may be a part of its entry only.
LOTS_ARE_WHAT_IS_LEFT = """
select
    lot.id as subject,
    lot.remaining between 0 and lot.points
        and lot.remaining = lot.points - coalesce(taken.points, 0)
        and (lot.points = entry.points or (entry.kind = 'reverse' and lot.points < entry.points))
        as holds,
    lot.remaining || ' ≠ ' || lot.points || ' - ' || coalesce(taken.points, 0) as fact
from loyalty_pointslot as lot
join loyalty_pointsentry as entry on entry.id = lot.entry_id
left join (
    select lot_id, sum(points) as points from loyalty_lotallocation group by lot_id
) as taken on taken.lot_id = lot.id
"""

DEBT_IS_WHAT_NO_LOT_COVERED = """
select
    account.id as subject,
    account.debt = coalesce(owed.points, 0) as holds,
    account.debt || ' ≠ ' || coalesce(owed.points, 0) as fact
from loyalty_pointsaccount as account
left join (
    select entry.account_id, sum(-entry.points - coalesce(covered.points, 0)) as points
    from loyalty_pointsentry as entry
    left join (
        select entry_id, sum(points) as points from loyalty_lotallocation group by entry_id
    ) as covered on covered.entry_id = entry.id
    where entry.points < 0
    group by entry.account_id
) as owed on owed.account_id = account.id
"""

REVERSALS_STAY_WITHIN = """
select
    original.id as subject,
    back.points * original.points <= 0 and abs(back.points) <= abs(original.points) as holds,
    back.points || ' / ' || original.points as fact
from loyalty_pointsentry as original
join (
    select reverses_id, sum(points) as points
    from loyalty_pointsentry
    where reverses_id is not null
    group by reverses_id
) as back on back.reverses_id = original.id
"""

CAUSES_POST_ONCE = """
select
    min(id) as subject,
    count(*) = 1 as holds,
    kind || ' ' || reference || ' × ' || count(*) as fact
from loyalty_pointsentry
group by account_id, kind, reference
"""

EXPIRY_WAS_TOLD = """
select
    entry.id as subject,
    count(notice.id) > 0 as holds,
    entry.reference as fact
from loyalty_pointsentry as entry
join loyalty_lotallocation as allocation on allocation.entry_id = entry.id
join loyalty_pointslot as lot on lot.id = allocation.lot_id
left join loyalty_expirynotice as notice
    on notice.account_id = entry.account_id and notice.expires_on = lot.expires_on
where entry.kind = 'expire'
group by entry.id, entry.reference
"""

# What was given up the moment it began, as below a trial, held for no time.
TIERS_FOLLOW_EACH_OTHER = """
select
    held.id as subject,
    (held.next_starts_at is null or coalesce(held.ends_at = held.next_starts_at, false))
        and (held.reason <> 'upgrade' or sale.id is null or sale.sold_at <= held.starts_at)
        as holds,
    held.starts_at || ' – ' || coalesce(held.ends_at || '', '…') || ' → '
        || coalesce(held.next_starts_at || '', '…') as fact
from (
    select
        id,
        reason,
        sale_id,
        starts_at,
        ends_at,
        lead(starts_at) over (partition by member_id order by starts_at, id) as next_starts_at
    from loyalty_tierassignment
    where ends_at is null or ends_at <> starts_at
) as held
left join sales_sale as sale on sale.id = held.sale_id
"""

# Each day of a member in a store, added up from its receipts, less what the visit says; and what
# came back of it on another day, or elsewhere. A sale whose last piece came back on its own day,
# where it was bought, is no ticket.
VISITS_ARE_RECEIPTS = """
select
    member_id as subject,
    round(sum(net), 2) = 0 and round(sum(units), 3) = 0 and round(sum(later), 2) = 0
        and sum(tickets) = 0 as holds,
    business_day || ': ' || sum(net) || ' / ' || sum(later) || ' / ' || sum(tickets) as fact
from (
    select
        member_id, store_id, business_day, net, units, 0 as later,
        case kind when 'sale' then 1 else 0 end as tickets
    from sales_sale
    where member_id is not null
    union all
    select
        bought.member_id, bought.store_id, bought.business_day, 0, 0, back.later,
        case when back.units = bought.units and back.last > back.last_elsewhere then -1 else 0 end
    from sales_sale as bought
    join (
        select
            sale_id,
            -sum(quantity) as units,
            coalesce(-sum(net) filter (where is_elsewhere), 0) as later,
            max(back_id) as last,
            coalesce(max(back_id) filter (where is_elsewhere), 0) as last_elsewhere
        from (
            select
                original.sale_id,
                line.quantity,
                line.net,
                back.id as back_id,
                bought.business_day <> back.business_day or bought.store_id <> back.store_id
                    as is_elsewhere
            from sales_saleline as line
            join sales_sale as back on back.id = line.sale_id
            join sales_saleline as original on original.id = line.original_id
            join sales_sale as bought on bought.id = original.sale_id
            where bought.member_id is not null
        ) as piece
        group by sale_id
    ) as back on back.sale_id = bought.id
    union all
    select member_id, store_id, business_day, -net, -units, -returned_later, -tickets
    from sales_visit
) as sides
group by member_id, store_id, business_day
"""

LIABILITY_OF_STORES = """
select
    store.id as subject,
    coalesce(sum(account.balance), 0) = coalesce(sum(lots.points - account.debt), 0) as holds,
    coalesce(sum(account.balance), 0) || ' ≠ '
        || coalesce(sum(lots.points - account.debt), 0) as fact
from stores_store as store
left join membership_member as member on member.home_store_id = store.id
left join loyalty_pointsaccount as account on account.member_id = member.id
left join (
    select account.id as account_id, coalesce(sum(lot.remaining), 0) as points
    from loyalty_pointsaccount as account
    left join loyalty_pointslot as lot on lot.account_id = account.id and lot.remaining <> 0
    group by account.id
) as lots on lots.account_id = account.id
group by store.id
"""
