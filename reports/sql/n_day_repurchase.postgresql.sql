-- Of the members whose first visit was in a month, who had another one within some days?
-- Grain:  one row a month of first visits that has any.
-- Params: since, until (months of first visits, half-open); days; known_until (the first day
--         not yet known); store, region (null: any).
with scope as (
    select id
    from stores_store
    where (cast(%(store)s as bigint) is null or id = %(store)s)
        and (cast(%(region)s as bigint) is null or region_id = %(region)s)
),

visits as (
    select
        member_id,
        business_day,
        min(month) over (partition by member_id) as cohort,
        min(business_day) over (partition by member_id) as first_day
    from sales_visit
    where net > 0
        and business_day < %(known_until)s
        and store_id in (select id from scope)
),

soon as (
    select
        cohort,
        count(*) as visits
    from visits
    where cohort >= %(since)s
        and cohort < %(until)s
        and business_day <= first_day + cast(%(days)s as integer)
    group by cohort, member_id
)

select
    cohort,
    count(*) as size,
    count(case when visits >= 2 then 1 end) as returned
from soon
group by cohort
order by cohort
