-- Where do the members stand on one day, and where did they stand on an earlier one?
-- Grain:  one row a state before (new: not a member then) and a state after that has any.
-- Params: since, until (the visits before these days are looked at); was_active, was_silent,
--         was_sleeping, is_active, is_silent, is_sleeping (the first day of the last visit that
--         still makes one so, before and after); store, region (null: any).
with scope as (
    select id
    from stores_store
    where (cast(%(store)s as bigint) is null or id = %(store)s)
        and (cast(%(region)s as bigint) is null or region_id = %(region)s)
),

last_visits as (
    select
        member_id,
        max(case when business_day < %(since)s then business_day end) as earlier,
        max(business_day) as later
    from sales_visit
    where net > 0
        and business_day < %(until)s
        and store_id in (select id from scope)
    group by member_id
),

standing as (
    select
        case
            when member.joined_on >= %(since)s then 'new'
            when last_visits.earlier is null then 'prospect'
            when last_visits.earlier >= %(was_active)s then 'active'
            when last_visits.earlier >= %(was_silent)s then 'silent'
            when last_visits.earlier >= %(was_sleeping)s then 'sleeping'
            else 'lost'
        end as before,
        case
            when last_visits.later is null then 'prospect'
            when last_visits.later >= %(is_active)s then 'active'
            when last_visits.later >= %(is_silent)s then 'silent'
            when last_visits.later >= %(is_sleeping)s then 'sleeping'
            else 'lost'
        end as after
    from membership_member as member
    left join last_visits on last_visits.member_id = member.id
    where member.joined_on < %(until)s
        and member.status <> 'merged'
        and member.home_store_id in (select id from scope)
)

select
    before,
    after,
    count(*) as members
from standing
group by before, after
