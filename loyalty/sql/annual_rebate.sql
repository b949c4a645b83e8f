-- Who receives which coupon of an annual rebate?
-- Grain:  one row a member whose points earned in the year reach a band.
-- Params: rebate (its key); since, until (the moments the year begins and is over);
--         after, up_to (keys of accounts: those beyond the first, up to the second).
with bands as (
    select
        points_from,
        lead(points_from) over (order by points_from) as next_from
    from loyalty_rebateband
    where rebate_id = %(rebate)s
),

earned as (
    select
        account_id,
        sum(qualifying) as points
    from loyalty_pointsentry
    where occurred_at >= %(since)s
        and occurred_at < %(until)s
        and account_id > %(after)s
        and account_id <= %(up_to)s
    group by account_id
    having sum(qualifying) >= (select min(points_from) from bands)
),

receivers as (
    select
        account.id as account,
        account.member_id as member,
        earned.points,
        bands.points_from
    from earned
    join loyalty_pointsaccount as account on account.id = earned.account_id
    join membership_member as member on member.id = account.member_id
    join bands
        on earned.points >= bands.points_from
        and (bands.next_from is null or earned.points < bands.next_from)
    where member.status = 'active'
)

