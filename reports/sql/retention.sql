-- Of the members who came in the period before, how many came again?
-- Grain:  one row.
-- Params: before (its first day), since, until (business days, half-open); store, region
--         (null: any).
with scope as (
    select id
    from stores_store
    where (cast(%(store)s as bigint) is null or id = %(store)s)
        and (cast(%(region)s as bigint) is null or region_id = %(region)s)
),

visits as (
    select
        member_id,
        business_day
    from sales_visit
    where net > 0
        and business_day >= %(before)s
        and business_day < %(until)s
        and store_id in (select id from scope)
),

visitors as (
    select
        member_id,
        max(business_day) as last_day
    from visits
    group by member_id
    having min(business_day) < %(since)s
)

select
    count(case when last_day >= %(since)s then 1 end) as numerator,
    count(*) as denominator
from visitors
