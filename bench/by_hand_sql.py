"""The statements of ``bench.by_hand``, in the order of their use."""

SALE_OF_KEY = "select id, request_hash from sales_sale where key = %s"

LOCK_BASKET = """
select
    basket.id, basket.lines, basket.member_id, basket.seller_id, basket.till_id,
    till.code as till_code, store.id as store_id, store.day_ends_at, member.enroller_id
from pos_basket as basket
join sales_till as till on till.id = basket.till_id
join stores_store as store on store.id = till.store_id
join membership_member as member on member.id = basket.member_id
where basket.key = %s and basket.state = 'open'
for update of basket
"""

LOCK_ACCOUNT = """
select id, balance, debt from loyalty_pointsaccount
where member_id = %s and closed_at is null for update
"""

TIER_OF_MEMBER = """
select
    tier.id, tier.code, tier.name_zh, tier.name_en, tier.discount, tier.multiplier,
    above.id as above_id, above.code as above_code, above.window_months,
    criterion.threshold::bigint as above_points
from loyalty_tierassignment as assignment
join loyalty_tier as tier on tier.id = assignment.tier_id
left join lateral (
    select * from loyalty_tier where rank > tier.rank order by rank limit 1
) as above on true
left join loyalty_tiercriterion as criterion
    on criterion.tier_id = above.id
    and criterion.use = 'entry'
    and criterion.measure = 'points'
where assignment.member_id = %s and assignment.ends_at is null
"""

EARNING_RULE = """
select
    id, points_per_yuan, minimum_ticket, ticket_cap, pending_days, life_months,
    life_end = 'day'
        and not exists (select from loyalty_earningbonus where rule_id = rule.id) as is_plain
from loyalty_earningrule as rule
where effective_from <= %s order by effective_from desc, id desc limit 1
"""

REDEMPTION_RULE = """
select id, point_value, minimum, step, share, opens_on, closes_on from loyalty_redemptionrule
where effective_from <= %s order by effective_from desc, id desc limit 1
"""

SPENDABLE = """
select coalesce(sum(remaining), 0)::bigint as points from loyalty_pointslot
where account_id = %s and remaining > 0 and expires_on > %s and spendable_from <= %s
"""

LOCK_OWNERSHIP = """
select id, guide_id, clock_from from guides_ownership
where member_id = %s and ends_at is null for update
"""

PRODUCTS = """
select
    id, sku, regular_price, special_price, cost,
    exists (
        select from loyalty_memberprice as offer
        where offer.product_id = product.id
            and offer.since <= %s
            and (offer.until is null or offer.until > %s)
    ) as has_offer
from sales_product as product
where sku = any(%s)
"""

LOCK_SHIFT = "select id from sales_shift where id = %s and closed_at is null for update"

NEXT_RECEIPT = """
update sales_till set last_receipt = last_receipt + 1 where id = %s returning last_receipt
"""

INSERT_SALE = """
insert into sales_sale (
    kind, store_id, receipt, key, request_hash, member_id, shift_id, cashier_id, seller_id,
    owner_id, enroller_id, sold_at, business_day, recorded_at, units, regular_total, net, source
)
values ('sale', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'till')
returning id
"""

INSERT_LINES = """
insert into sales_saleline (
    sale_id, position, product_id, quantity, regular_total, net, reason, discount, steps, cost
)
select %s, line.position, line.product, line.quantity, line.regular, line.net, line.reason,
    line.discount, line.steps, line.cost
from unnest(
    %s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[], %s::text[], %s::int[],
    %s::jsonb[], %s::numeric[]
) with ordinality as line (
    product, quantity, regular, net, reason, discount, steps, cost, position
)
"""

INSERT_TENDER = """
insert into sales_tender (sale_id, kind, amount, points) values (%s, 'wechat', %s, 0)
"""

COUNT_VISIT = """
insert into sales_visit (
    member_id, store_id, business_day, month, tickets, units, net, returned_later
)
values (%s, %s, %s, %s, 1, %s, %s, 0)
on conflict (member_id, store_id, business_day) do update set
    tickets = sales_visit.tickets + 1,
    units = sales_visit.units + excluded.units,
    net = sales_visit.net + excluded.net
"""

INSERT_ENTRY = """
insert into loyalty_pointsentry (
    account_id, kind, points, qualifying, reference, sale_id, rule_id, rate, store_id, by_id,
    occurred_at, recorded_at, note
)
values (%s, 'earn', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '')
returning id
"""

INSERT_LOT = """
insert into loyalty_pointslot (
    account_id, entry_id, points, remaining, spendable_from, expires_on
)
values (%s, %s, %s, %s, %s, %s)
"""

CREDIT_ACCOUNT = "update loyalty_pointsaccount set balance = balance + %s where id = %s"

QUALIFYING = """
select
    coalesce(sum(qualifying), 0)::bigint as points,
    min(occurred_at) filter (where qualifying > 0) as first
from loyalty_pointsentry
where account_id = %s and occurred_at > %s and occurred_at <= %s
"""

END_TIER = """
update loyalty_tierassignment set ends_at = %s where member_id = %s and ends_at is null
"""

START_TIER = """
insert into loyalty_tierassignment (member_id, tier_id, starts_at, reason, sale_id)
values (%s, %s, %s, 'upgrade', %s)
"""

LAST_VISIT = """
select business_day as day from sales_visit
where member_id = %s and net > 0 and net > returned_later
order by business_day desc limit 1
"""

OWNERSHIP_RULE = """
select id, months from guides_ownershiprule
where (store_id is null or store_id = %s) and (tier_id is null or tier_id = %s)
    and effective_from <= %s
order by
    (store_id is not null)::int * 2 + (tier_id is not null)::int desc,
    effective_from desc
limit 1
"""

RENEW_OWNERSHIP = """
update guides_ownership set rule_id = %s, state = 'owned', clock_from = %s, due_on = %s
where id = %s
"""

INSERT_RECEIPT = "insert into pos_receipt (sale_id, facts) values (%s, %s)"

POST_BASKET = "update pos_basket set state = 'posted' where id = %s"
