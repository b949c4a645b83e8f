-- Of the members who joined, who was back soon?
-- Grain:  one row.
-- Params: since, until (joining days, half-open); days after joining; known_until (the first
--         day not yet known); store, region (null: any).
with scope as (
    select id
    from stores_store
    where (cast(%(store)s as bigint) is null or id = %(store)s)
        and (cast(%(region)s as bigint) is null or region_id = %(region)s)
),

joiners as (
    select
        id as member_id,
        joined_on
    from membership_member
    where joined_on >= %(since)s
        and joined_on < %(until)s
        and status <> 'merged'
        and home_store_id in (select id from scope)
),

retained as (
    select joiners.member_id
    from joiners
    join sales_visit as visit on visit.member_id = joiners.member_id
    where visit.net > 0
        and visit.store_id in (select id from scope)
        and visit.business_day >= joiners.joined_on
        and visit.business_day <= joiners.joined_on + cast(%(days)s as integer)
        and visit.business_day < %(known_until)s
    group by joiners.member_id
    having count(*) >= 2
)

select
    (select count(*) from retained) as numerator,
    (select count(*) from joiners) as denominator
