"""What ``bench.runs`` measures, as plain set-based SQL: one statement for the whole chain."""

# Whoever was not told gets a notice; every lot that is due becomes an entry and is empty.
EXPIRY = """
with due as materialized (
    select id, account_id, remaining, expires_on
    from loyalty_pointslot
    where remaining > 0 and expires_on <= %(on)s
    for update
),

told as (
    insert into loyalty_expirynotice (account_id, expires_on, days_ahead, points, written_at)
    select account_id, expires_on, 0, sum(remaining), %(at)s
    from due
    where not exists (
        select
        from loyalty_expirynotice as notice
        where notice.account_id = due.account_id and notice.expires_on = due.expires_on
    )
    group by account_id, expires_on
),

posted as (
    insert into loyalty_pointsentry
        (account_id, kind, points, qualifying, reference, occurred_at, recorded_at, note)
    select account_id, 'expire', -remaining, 0, 'lot:' || id, %(at)s, %(at)s, ''
    from due
    returning id, points, reference
),

allocated as (
    insert into loyalty_lotallocation (entry_id, lot_id, points)
    select posted.id, substr(posted.reference, 5)::bigint, -posted.points
    from posted
),

lowered as (
    update loyalty_pointsaccount as account
    set balance = account.balance - gone.points
    from (select account_id, sum(remaining) as points from due group by account_id) as gone
    where account.id = gone.account_id
)

update loyalty_pointslot as lot
set remaining = 0
from due
where lot.id = due.id
"""

REBATE = """
with bands as (
    select points_from, lead(points_from) over (order by points_from) as next_from
    from loyalty_rebateband
    where rebate_id = %(rebate)s
),

earned as (
    select account_id, sum(qualifying) as points
    from loyalty_pointsentry
    where occurred_at >= %(since)s and occurred_at < %(until)s
    group by account_id
)

select bands.points_from, count(*)
from earned
join loyalty_pointsaccount as account on account.id = earned.account_id
join membership_member as member on member.id = account.member_id and member.status = 'active'
join bands
    on earned.points >= bands.points_from
    and (bands.next_from is null or earned.points < bands.next_from)
group by bands.points_from
order by bands.points_from
"""

# What both ways have to leave alike.
LEFT_BEHIND = """
select
    (select sum(balance) from loyalty_pointsaccount),
    (select sum(remaining) from loyalty_pointslot),
    (select count(*) from loyalty_pointsentry),
    (select sum(points) from loyalty_pointsentry where kind = 'expire'),
    (select sum(points) from loyalty_lotallocation),
    (select count(*) from loyalty_expirynotice),
    (
        select array_agg(holders order by tier_id, review_on)
        from (
            select tier_id, review_on, count(*) as holders
            from loyalty_tierassignment
            where ends_at is null
            group by tier_id, review_on
        ) as held
    )
"""
