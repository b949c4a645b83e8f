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

returning_visitors as (
    select member_id
    from visitors
    where exists (
        select 1
        from sales_visit as earlier
        where earlier.member_id = visitors.member_id
            and earlier.net > 0
            and earlier.business_day < %(since)s
            and earlier.store_id in (select id from scope)
    )
)

select
    (select count(*) from returning_visitors) as numerator,
    (select count(*) from visitors) as denominator
