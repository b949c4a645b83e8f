-- Who receives which coupon of an annual rebate?
-- Grain:  one row a member whose points earned in the year reach a band. What a merged record
--         earned counts for the record that was kept, in the year in which it was earned. A
--         sale that was moved counts, less what had come back by then, in the year in which it
--         was made: for whom it came to, and no longer for whom it left.
-- Params: rebate (its key); since, until (the moments the year begins and is over);
--         after, up_to (keys of accounts: those beyond the first, up to the second).
with recursive bands as (
    select
        points_from,
        lead(points_from) over (order by points_from) as next_from
    from loyalty_rebateband
    where rebate_id = %(rebate)s
),

heirs (member_id, heir_id) as (
    select merged_id, kept_id
    from membership_membermerge
    where undone_at is null
    union
    select heirs.member_id, later.kept_id
    from heirs
    join membership_membermerge as later on later.merged_id = heirs.heir_id
    where later.undone_at is null
),

last_moves as (
    select
        sale_id,
        max(moved_at) as moved_at
    from sales_salemove
    group by sale_id
),

moved_entries as (
    select
        entry.account_id,
        entry.qualifying,
        entry.occurred_at,
        sale.sold_at
    from last_moves as move
    join sales_sale as sale on sale.id = move.sale_id
    join loyalty_pointsentry as entry on entry.sale_id = sale.id
    where entry.qualifying > 0 and entry.occurred_at <= move.moved_at
    union all
    select
        entry.account_id,
        entry.qualifying,
        entry.occurred_at,
        sale.sold_at
    from last_moves as move
    join sales_sale as sale on sale.id = move.sale_id
    join loyalty_pointsentry as earned on earned.sale_id = sale.id
    join loyalty_pointsentry as entry on entry.reverses_id = earned.id
    where earned.qualifying > 0 and entry.occurred_at <= move.moved_at
),

shifted as (
    select
        account_id,
        sum(
            case when sold_at >= %(since)s and sold_at < %(until)s then qualifying else 0 end
            - case
                when occurred_at >= %(since)s and occurred_at < %(until)s then qualifying
                else 0
            end
        ) as points
    from moved_entries
    group by account_id
),

inherited as (
    select
        kept.id as account_id,
        sum(entry.qualifying) as points
    from heirs
    join loyalty_pointsaccount as merged on merged.member_id = heirs.member_id
    join loyalty_pointsaccount as kept on kept.member_id = heirs.heir_id
    join loyalty_pointsentry as entry on entry.account_id = merged.id
    where entry.occurred_at >= %(since)s
        and entry.occurred_at < %(until)s
        and entry.kind <> 'merge'
        and kept.id > %(after)s
        and kept.id <= %(up_to)s
    group by kept.id
),

besides as (
    select
        account_id,
        sum(points) as points
    from (
        select account_id, points from inherited
        union all
        select account_id, points
        from shifted
        where account_id > %(after)s and account_id <= %(up_to)s
        union all
        select kept.id, shifted.points
        from heirs
        join loyalty_pointsaccount as merged on merged.member_id = heirs.member_id
        join loyalty_pointsaccount as kept on kept.member_id = heirs.heir_id
        join shifted on shifted.account_id = merged.id
        where kept.id > %(after)s and kept.id <= %(up_to)s
    ) as sides
    group by account_id
),

own as (
    select
        account_id,
        sum(qualifying) as points
    from loyalty_pointsentry
    where occurred_at >= %(since)s
        and occurred_at < %(until)s
        and kind <> 'merge'
        and account_id > %(after)s
        and account_id <= %(up_to)s
    group by account_id
),

earned as (
    select
        own.account_id,
        own.points + coalesce(besides.points, 0) as points
    from own
    left join besides on besides.account_id = own.account_id
    union all
    select
        account_id,
        points
    from besides
    where not exists (
        select 1
        from loyalty_pointsentry as entry
        where entry.account_id = besides.account_id
            and entry.occurred_at >= %(since)s
            and entry.occurred_at < %(until)s
            and entry.kind <> 'merge'
    )
),

receivers as (
    select
        account.id as account,
        account.member_id as member,
        earned.points,
        bands.points_from
    from earned
    join bands
        on earned.points >= bands.points_from
        and (bands.next_from is null or earned.points < bands.next_from)
    join loyalty_pointsaccount as account on account.id = earned.account_id
    join membership_member as member on member.id = account.member_id
    where member.status = 'active'
)

