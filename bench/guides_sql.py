"""What ``bench.guides`` measures, as plain set-based SQL: a morning of the whole chain at once.

A floor, not a draw: the lot is the database's ``random()`` and cannot be drawn again; guides get
nearly the same, not the most even numbers there are; who is served meanwhile is not looked at
again; and all of it is one transaction. What is written is the same.
"""

# Everybody goes to a guide who never held her, as far as these have less than their share.
DEAL = """
insert into dealt (member_id, store_id, place)
with room as (
    select guide.store_id, guide.place, share.share - count(dealt.member_id) as room
    from guide
    join share on share.store_id = guide.store_id
    left join dealt on dealt.store_id = guide.store_id and dealt.place = guide.place
    group by guide.store_id, guide.place, share.share
    having share.share > count(dealt.member_id)
),

wish as (
    select distinct on (free.member_id) free.member_id, free.store_id, free.place, room.room
    from free
    join room on room.store_id = free.store_id and room.place = free.place
    where not exists (select from dealt where dealt.member_id = free.member_id)
    order by free.member_id, random()
),

line as (
    select *, row_number() over (partition by store_id, place order by random()) as turn
    from wish
)

select member_id, store_id, place
from line
where turn <= room
"""

# The statements, in the order of their use, in one transaction. Params: at, on.
MORNING = (
    # Who is overdue and not protected is nobody's; a run of each store says how many there were.
    """
    with ended as (
        update guides_ownership as ownership
        set ends_at = %(at)s, end_reason = 'recycled'
        where ends_at is null
            and due_on < %(on)s
            and not exists (
                select
                from guides_protection as protection
                where protection.ownership_id = ownership.id
                    and protection.ended_at is null
                    and protection.until > %(on)s
            )
        returning store_id
    )

    insert into guides_recyclingrun (store_id, day, ran_at, recycled, drawn_at, warned_at)
    select store.id, %(on)s, %(at)s, count(ended.store_id), %(at)s, %(at)s
    from stores_store as store
    left join ended on ended.store_id = store.id
    where store.is_open
    group by store.id
    """,
    """
    create temporary table guide on commit drop as
    select
        posting.staff_id as guide_id,
        staff.number,
        posting.store_id,
        store.code,
        row_number() over (partition by posting.store_id order by staff.number) - 1 as place,
        count(*) over (partition by posting.store_id) as guides
    from stores_posting as posting
    join stores_staff as staff on staff.id = posting.staff_id and staff.is_active
    join stores_store as store on store.id = posting.store_id
    where posting.role = 'guide'
        and posting.takes_part
        and posting.starts_on <= %(on)s
        and posting.ends_on is null
    """,
    """
    create temporary table pool on commit drop as
    select id as member_id, home_store_id as store_id
    from membership_member as member
    where status = 'active'
        and not exists (
            select
            from guides_ownership as ownership
            where ownership.member_id = member.id and ownership.ends_at is null
        )
        and not exists (
            select
            from guides_setaside as aside
            where aside.member_id = member.id and aside.ends_at is null
        )
    """,
    """
    create temporary table held on commit drop as
    select distinct pool.member_id, pool.store_id, guide.place
    from pool
    join guides_ownership as ownership
        on ownership.member_id = pool.member_id and ownership.ends_at is not null
    join guide on guide.guide_id = ownership.guide_id and guide.store_id = pool.store_id
    """,
    "analyze pool",
    "analyze held",
    """
    create temporary table free on commit drop as
    select pool.member_id, pool.store_id, guide.place
    from pool
    join guide on guide.store_id = pool.store_id
    where not exists (
        select
        from held
        where held.member_id = pool.member_id and held.place = guide.place
    )
    """,
    "analyze free",
    """
    create temporary table share on commit drop as
    select free.store_id, ceil(count(distinct free.member_id)::numeric / guide.guides) as share
    from free
    join guide on guide.store_id = free.store_id and guide.place = 0
    group by free.store_id, guide.guides
    """,
    "create temporary table dealt (member_id bigint, store_id bigint, place bigint) on commit drop",
    DEAL,
    "analyze dealt",
    DEAL,
    DEAL,
    # Few are left whose guides have their shares already.
    """
    insert into dealt (member_id, store_id, place)
    select distinct on (member_id) member_id, store_id, place
    from free
    where not exists (select from dealt where dealt.member_id = free.member_id)
    order by member_id, random()
    """,
    # The papers: who was drawn among whom, and who came to whom.
    """
    insert into guides_draw (
        scope, store_id, day, rule_id, state, inputs, inputs_hash, frozen_at, seed, seeded_at,
        result, skipped, placed_at, members, placed, unplaced
    )
    with before as (
        select pool.store_id, pool.member_id, array_agg(held.place order by held.place) as held_by
        from pool
        left join held on held.member_id = pool.member_id
        group by pool.store_id, pool.member_id
    ),

    alike as (
        select store_id, held_by, json_agg(member_id order by member_id) as members, count(*) as n
        from before
        group by store_id, held_by
    ),

    inputs as (
        select
            store_id,
            json_build_object(
                'guides', (
                    select json_agg(json_build_array(number, code) order by place)
                    from guide
                    where guide.store_id = alike.store_id
                ),
                'groups', json_agg(
                    json_build_object('held_by', held_by, 'members', members) order by held_by
                )
            )::text as said,
            sum(n) as members
        from alike
        group by store_id
    ),

    hands as (
        select store_id, place, json_agg(member_id order by member_id) as members, count(*) as n
        from dealt
        group by store_id, place
    ),

    result as (
        select
            store_id,
            json_build_object('placed', json_agg(members order by place))::text as said,
            sum(n) as placed
        from hands
        group by store_id
    )

    select
        'store', store_id, %(on)s, rule.id, 'placed', inputs.said,
        encode(sha256(inputs.said::bytea), 'hex'), %(at)s, encode(sha256('seed'), 'hex'), %(at)s,
        result.said, '{}', %(at)s, inputs.members, result.placed, inputs.members - result.placed
    from inputs
    join result using (store_id)
    cross join (
        select id
        from guides_drawrule
        where store_id is null and effective_from <= %(on)s
        order by effective_from desc
        limit 1
    ) as rule
    """,
    """
    insert into guides_ownership (
        member_id, guide_id, store_id, state, reason, rule_id, starts_at, clock_from, due_on,
        end_reason, note, end_note, overrides, draw_id
    )
    select
        dealt.member_id, guide.guide_id, dealt.store_id, 'trial', 'draw', rule.id, %(at)s,
        %(on)s, %(on)s::date + rule.trial_months * interval '1 month', '', '', '', false, draw.id
    from dealt
    join guide on guide.store_id = dealt.store_id and guide.place = dealt.place
    join guides_draw as draw on draw.store_id = dealt.store_id and draw.day = %(on)s
    left join loyalty_tierassignment as assignment
        on assignment.member_id = dealt.member_id and assignment.ends_at is null
    cross join lateral (
        select id, trial_months
        from guides_ownershiprule as rule
        where effective_from <= %(on)s
            and (rule.store_id is null or rule.store_id = dealt.store_id)
            and (rule.tier_id is null or rule.tier_id = assignment.tier_id)
        order by rule.store_id nulls last, rule.tier_id nulls last, effective_from desc
        limit 1
    ) as rule
    """,
    """
    insert into guides_setaside (member_id, kind, reason, note, is_offered, starts_at)
    select member_id, 'exhausted', 'all_held', '', false, %(at)s
    from pool
    where not exists (select from dealt where dealt.member_id = pool.member_id)
    """,
    # Guides are told in the first and in the last days of the rule, managers in the last.
    """
    insert into guides_duewarning (ownership_id, due_on, "to", days, made_at)
    select ownership.id, ownership.due_on, step.told, step.days, %(at)s
    from guides_ownership as ownership
    join guides_ownershiprule as rule on rule.id = ownership.rule_id
    cross join lateral (
        values ('guide', rule.warn_days), ('guide', rule.last_warn_days),
            ('manager', rule.last_warn_days)
    ) as step (told, days)
    where ownership.ends_at is null
        and ownership.due_on between %(on)s and %(on)s::date + step.days
    on conflict do nothing
    """,
)

# What both ways have to leave alike.
LEFT_BEHIND = """
select
    (select count(*) from guides_ownership where ends_at = %(at)s and end_reason = 'recycled'),
    (
        select array_agg((store_id, recycled) order by store_id)
        from guides_recyclingrun
        where day = %(on)s and drawn_at is not null and warned_at is not null
    )::text,
    (
        select array_agg((store_id, members, placed, unplaced, skipped) order by store_id)
        from guides_draw
        where day = %(on)s and state = 'placed'
    )::text,
    (
        select array_agg(opened order by opened)
        from (
            select
                store_id, state, reason, rule_id, clock_from, due_on, draw_id is not null,
                count(*), sum(member_id)
            from guides_ownership
            where starts_at = %(at)s
            group by 1, 2, 3, 4, 5, 6, 7
        ) as opened
    )::text,
    (
        select count(*)
        from guides_ownership as opened
        join guides_ownership as earlier
            on earlier.member_id = opened.member_id
            and earlier.guide_id = opened.guide_id
            and earlier.id <> opened.id
        where opened.starts_at = %(at)s
    ),
    (
        select array_agg(aside order by aside)
        from (
            select kind, reason, is_offered, count(*), sum(member_id)
            from guides_setaside
            where starts_at = %(at)s
            group by 1, 2, 3
        ) as aside
    )::text,
    (
        select array_agg(told order by told)
        from (
            select due_on, "to", days, count(*), sum(ownership_id)
            from guides_duewarning
            where made_at = %(at)s
            group by 1, 2, 3
        ) as told
    )::text
"""

# By how many members the hands of a store differ at the most.
UNEVEN = """
select coalesce(max(most - least), 0)
from (
    select max(n) as most, min(n) as least
    from (
        select store_id, guide_id, count(*) as n
        from guides_ownership
        where starts_at = %(at)s
        group by store_id, guide_id
    ) as hand
    group by store_id
) as store
"""
