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

# Who earned what it takes within the window of her tier keeps it for its months; who did not goes
# one step down.
REVIEW = """
with due as materialized (
    select
        assignment.id, assignment.member_id, assignment.review_on, tier.id as tier_id,
        tier.rank, criterion.threshold,
        (assignment.review_on - tier.window_months * interval '1 month')
            at time zone 'Asia/Shanghai' as since,
        assignment.review_on::timestamp at time zone 'Asia/Shanghai' as until
    from loyalty_tierassignment as assignment
    join loyalty_tier as tier on tier.id = assignment.tier_id and tier.keep_months is not null
    left join loyalty_tiercriterion as criterion
        on criterion.tier_id = tier.id
        and criterion.use = 'keep'
        and criterion.measure = 'points'
    where assignment.ends_at is null
        and assignment.reason <> 'trial'
        and assignment.review_on <= %(on)s
    for update of assignment
),

earned as (
    select due.id, sum(entry.qualifying) as points
    from due
    join loyalty_pointsaccount as account on account.member_id = due.member_id
    join loyalty_pointsentry as entry on entry.account_id = account.id
    where entry.occurred_at >= due.since and entry.occurred_at < due.until
    group by due.id
),

verdict as (
    select
        due.id, due.member_id, due.review_on,
        case
            when due.threshold is null or coalesce(earned.points, 0) >= due.threshold
                then due.tier_id
            else below.id
        end as goes_to,
        due.tier_id
    from due
    left join earned on earned.id = due.id
    left join lateral (
        select id from loyalty_tier where rank < due.rank order by rank desc limit 1
    ) as below on true
),

ended as (
    update loyalty_tierassignment as assignment
    set ends_at = %(at)s
    from verdict
    where assignment.id = verdict.id
    returning verdict.*
)

insert into loyalty_tierassignment (member_id, tier_id, starts_at, review_on, reason)
select
    ended.member_id,
    tier.id,
    %(at)s,
    ended.review_on + tier.keep_months * interval '1 month',
    case when tier.id = ended.tier_id then 'kept' else 'lowered' end
from ended
join loyalty_tier as tier on tier.id = ended.goes_to
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
        select array_agg(held order by held)
        from (
            select tier_id, reason, review_on, starts_at = %(at)s, ends_at is null, count(*)
            from loyalty_tierassignment
            group by 1, 2, 3, 4, 5
        ) as held
    )::text
"""
