-- Years that members made by bench.generate look back on, so that a million of them have ten
-- million entries; derived from their keys alone, as history.sql does. Everybody is due for the
-- review of her tier today.
-- Grain:  a member has four lots of earlier years, expired or spent, and one that ends: today or
--         in the two days before it for one of five, who were told; later for the others.
-- Params: today.
create temporary table past on commit drop as
with member as (
    select
        account.id as account_id,
        member.home_store_id as store_id,
        account.id * 48271 %% 2147483647 / 1009 as dice
    from loyalty_pointsaccount as account
    join membership_member as member on member.id = account.member_id
),

lot as (
    select
        account_id,
        store_id,
        turn,
        100 + dice * 7 %% 400 as points,
        turn > 0 as is_gone,
        (dice + turn) %% 3 = 0 as is_spent,
        %(today)s::date + case
            when turn > 0 then -135 - 200 * (turn - 1) - (dice %% 150)::int
            when dice %% 5 = 0 then -(dice / 7 %% 3)::int
            else 31 + (dice %% 300)::int
        end as expires_on
    from member
    cross join generate_series(0, 4) as turn
)

select
    lot.*,
    row_number() over each + (select max(id) from loyalty_pointslot) as lot_id,
    row_number() over each + (select max(id) from loyalty_pointsentry) as earned_id,
    row_number() over each + (select max(id) from loyalty_pointsentry) + count(*) over ()
        as gone_id,
    (expires_on - interval '1 year') at time zone 'Asia/Shanghai' + interval '12 hours'
        as earned_at,
    (expires_on - case when is_spent then 100 else 0 end)::timestamp
        at time zone 'Asia/Shanghai' + interval '12 hours' as gone_at
from lot
window each as (order by expires_on, account_id, turn);

insert into loyalty_pointsentry (
    id, account_id, kind, points, qualifying, reference, rule_id, rate, store_id, occurred_at,
    recorded_at, note
)
select
    earned_id, account_id, 'earn', points, points, 'past:' || lot_id, 1, 1, store_id, earned_at,
    earned_at, ''
from past
order by earned_id;

insert into loyalty_pointslot (id, account_id, entry_id, points, remaining, expires_on)
select lot_id, account_id, earned_id, points, case when is_gone then 0 else points end, expires_on
from past
order by lot_id;

insert into loyalty_pointsentry (
    id, account_id, kind, points, qualifying, reference, store_id, occurred_at, recorded_at, note
)
select
    gone_id, account_id, case when is_spent then 'redeem' else 'expire' end, -points, 0,
    'lot:' || lot_id, case when is_spent then store_id end, gone_at, gone_at, ''
from past
where is_gone
order by gone_id;

insert into loyalty_lotallocation (entry_id, lot_id, points)
select gone_id, lot_id, points
from past
where is_gone
order by gone_id;

insert into loyalty_expirynotice (account_id, expires_on, days_ahead, points, written_at)
select account_id, expires_on, days, points, (expires_on - days)::timestamp at time zone 'Asia/Shanghai'
from past
cross join (values (30), (7)) as ahead (days)
where not (is_gone and is_spent) and expires_on <= %(today)s;

update loyalty_pointsaccount
set balance = balance + past.points
from past
where past.account_id = loyalty_pointsaccount.id and not past.is_gone;

update loyalty_tierassignment set review_on = %(today)s;

select setval(pg_get_serial_sequence('loyalty_pointsentry', 'id'), max(gone_id)) from past;
select setval(pg_get_serial_sequence('loyalty_pointslot', 'id'), max(lot_id)) from past
