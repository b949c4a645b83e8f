-- In which months did the members come whose first visit was in a month?
-- Grain:  one row a month of first visits and month of visits that has any.
-- Params: since, until (months of first visits, half-open); known_until (the first day not
--         yet known); store, region (null: any).
with scope as (
    select id
    from stores_store
    where (cast(%(store)s as bigint) is null or id = %(store)s)
        and (cast(%(region)s as bigint) is null or region_id = %(region)s)
),

visits as (
    select distinct
        member_id,
        month
    from sales_visit
    where net > 0
        and business_day < %(known_until)s
        and store_id in (select id from scope)
),

followed as (
    select
        member_id,
        month,
        min(month) over (partition by member_id) as cohort
    from visits
)

select
    cohort,
    month,
    count(*) as members
from followed
where cohort >= %(since)s
    and cohort < %(until)s
group by cohort, month
order by cohort, month
