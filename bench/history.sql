-- What members made by bench.generate have done, derived from their keys alone: cards, tiers,
-- purchases with visits and points, and whose they are.
-- Grain:  three of ten never bought, three bought once long ago, four bought one to five times
--         and lately; these have an owner, those who bought long ago lost theirs.
-- Params: today.
create temporary table member on commit drop as
select
    id,
    home_store_id as store_id,
    enroller_id as guide_id,
    joined_on,
    joined_at,
    id * 48271 %% 2147483647 / 1009 as dice
from membership_member;

create temporary table purchase on commit drop as
with bought as (
    select
        member.id as member_id,
        member.store_id,
        member.guide_id,
        greatest(
            joined_on,
            %(today)s::date
                - case when dice %% 10 < 6 then 100 + dice %% 700 else dice %% 55 end::int
                - 75 * turn
        ) as day
    from member
    cross join lateral generate_series(
        0,
        case
            when dice %% 10 < 3 then -1
            when dice %% 10 < 6 then 0
            else (dice / 10 %% 5)::int
        end
    ) as turn
),

day_once as (
    select member_id, store_id, guide_id, day
    from bought
    group by member_id, store_id, guide_id, day
)

select
    row_number() over (order by day, member_id) as id,
    member_id,
    store_id,
    guide_id,
    day,
    day::timestamp at time zone 'Asia/Shanghai' + interval '12 hours' as at,
    20 + (member_id * 7 + (day - date '2000-01-01') * 13) %% 400 as net
from day_once;

insert into membership_card (number, kind_id, member_id, status, issued_at, issued_in_id)
select '8' || lpad(id::text, 9, '0'), 1, id, 'issued', joined_at, store_id
from member
where id %% 10 < 6;

insert into loyalty_tierassignment (member_id, tier_id, starts_at, reason)
select
    member.id,
    tier.id,
    member.joined_at,
    'import'
from member
join loyalty_tier as tier
    on tier.code = case
        when dice %% 100 < 70 then 'basic'
        when dice %% 100 < 85 then 'silver'
        when dice %% 100 < 97 then 'gold'
        else 'platinum'
    end;

insert into sales_sale (
    id, kind, store_id, receipt, request_hash, member_id, seller_id, owner_id, enroller_id,
    sold_at, business_day, recorded_at, units, regular_total, net, source
)
select
    id, 'sale', store_id, 'H-' || id, '', member_id, guide_id, guide_id, guide_id,
    at, day, at, 1, net, net, 'import'
from purchase;

insert into sales_saleline (
    sale_id, position, product_id, quantity, regular_total, net, reason, discount
)
select id, 1, 1 + id %% 2000, 1, net, net, 'regular', 10000
from purchase;

insert into sales_tender (sale_id, kind, amount, points)
select id, 'wechat', net, 0
from purchase;

insert into sales_visit (
    member_id, store_id, business_day, month, tickets, units, net, returned_later
)
select member_id, store_id, day, date_trunc('month', day)::date, 1, 1, net, 0
from purchase;

insert into loyalty_pointsaccount (id, member_id, balance, debt)
select member.id, member.id, coalesce(sum(purchase.net), 0), 0
from member
left join purchase on purchase.member_id = member.id
group by member.id;

insert into loyalty_pointsentry (
    id, account_id, kind, points, qualifying, reference, sale_id, rule_id, rate, store_id,
    occurred_at, recorded_at, note
)
select id, member_id, 'earn', net, net, 'sale:' || id, id, 1, 1, store_id, at, at, ''
from purchase;

insert into loyalty_pointslot (account_id, entry_id, points, remaining, expires_on)
select member_id, id, net, net, '9999-12-31'
from purchase;

insert into guides_ownership (
    member_id, guide_id, store_id, state, reason, rule_id, starts_at, clock_from, due_on,
    ends_at, end_reason, note, overrides, end_note
)
select
    member.id,
    member.guide_id,
    member.store_id,
    'owned',
    'enrolment',
    1,
    joined_at,
    greatest(joined_on, last.day),
    greatest(joined_on, last.day) + interval '2 months',
    case when dice %% 10 < 6 then last.at + interval '3 months' end,
    case when dice %% 10 < 6 then 'recycled' else '' end,
    '',
    false,
    ''
from member
join (
    select member_id, max(day) as day, max(at) as at
    from purchase
    group by member_id
) as last on last.member_id = member.id;

select setval(pg_get_serial_sequence('membership_member', 'id'), max(id)) from member;
select setval(pg_get_serial_sequence('sales_sale', 'id'), max(id)) from purchase;
select setval(pg_get_serial_sequence('loyalty_pointsentry', 'id'), max(id)) from purchase;
select setval(pg_get_serial_sequence('loyalty_pointsaccount', 'id'), max(id)) from member
