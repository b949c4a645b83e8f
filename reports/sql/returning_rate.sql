-- Of the members who came, how many had bought before?
-- Grain:  one row.
-- Params: since, until (business days, half-open); store, region (null: any).
with scope as (
    select id
    from stores_store
    where (cast(%(store)s as bigint) is null or id = %(store)s)
        and (cast(%(region)s as bigint) is null or region_id = %(region)s)
),

visitors as (
    select distinct member_id
    from sales_visit
    where net > 0
        and business_day >= %(since)s
        and business_day < %(until)s
        and store_id in (select id from scope)
),

-- Not a correlated "exists": SQLite 3.40 answers that wrongly once its tables are analysed
-- (store_id in (...) beside a range of days, both sought in one index).
returning_visitors as (
    select distinct member_id
    from sales_visit
    where net > 0
        and business_day < %(since)s
        and store_id in (select id from scope)
        and member_id in (select member_id from visitors)
)

select
    (select count(*) from returning_visitors) as numerator,
    (select count(*) from visitors) as denominator
