-- Tickets of people who did not join.
-- Grain:  one row.
-- Params: since, until (business days, half-open); store, region (null: any).
-- A sale that came back whole on its own business day is no ticket.
with scope as (
    select id
    from stores_store
    where (cast(%(store)s as bigint) is null or id = %(store)s)
        and (cast(%(region)s as bigint) is null or region_id = %(region)s)
),

sold as (
    select
        id,
        business_day,
        units
    from sales_sale
    where kind = 'sale'
        and member_id is null
        and business_day >= %(since)s
        and business_day < %(until)s
        and store_id in (select id from scope)
),

came_back as (
    select
        sold.id,
        sum(line.quantity) as units
    from sales_sale as back
    join sales_saleline as line on line.sale_id = back.id
    join sales_saleline as original on original.id = line.original_id
    join sold on sold.id = original.sale_id and sold.business_day = back.business_day
    where back.kind = 'return'
        and back.member_id is null
        and back.business_day >= %(since)s
        and back.business_day < %(until)s
    group by sold.id
)

select count(*) as tickets
from sold
left join came_back on came_back.id = sold.id
where round(sold.units + coalesce(came_back.units, 0), 3) > 0
