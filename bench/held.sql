-- Whose the members made by bench.generate were and are, and what was said to them; derived from
-- their keys alone, as history.sql does, in the place of the ownerships that makes.
-- Grain:  everybody has a guide. Before her she had three others of the store on the average, one
--         of a hundred had all there are. Two of ten, who never bought, are overdue today. Each was
--         contacted once in the last 400 days; half agree to being called.
-- Params: today, at.
truncate guides_ownership cascade;

create temporary table member on commit drop as
select
    member.id,
    home_store_id as store_id,
    enroller_id as guide_id,
    dice,
    dice %% 10 >= 6 as is_buyer,
    case
        when dice %% 10 < 2
            then %(today)s::date - interval '2 months' - (1 + dice / 10 %% 7) * interval '1 day'
        when dice %% 10 < 6 then %(today)s::date - (dice / 10 %% 58) * interval '1 day'
        else last.day
    end::date as clock_from
from (
    select *, id * 48271 %% 2147483647 / 1009 as dice from membership_member
) as member
left join (
    select member_id, max(business_day) as day
    from sales_visit
    group by member_id
) as last on last.member_id = member.id;

create temporary table hand on commit drop as
with guide as (
    select store_id, staff_id as guide_id, row_number() over (order by staff_id) as place
    from stores_posting
    where role = 'guide'
),

earlier as (
    select
        member.*,
        other.guide_id as earlier_id,
        row_number() over (
            partition by member.id order by member.dice * (other.place %% 89 + 7) %% 10007
        ) as turn
    from member
    join guide as other on other.store_id = member.store_id and other.guide_id <> member.guide_id
)

select id as member_id, earlier_id as guide_id, store_id, turn, clock_from - 70 * turn::int as since
from earlier
where turn <= dice / 100 %% 7 or dice %% 100 = 0
union all
select id, guide_id, store_id, 0, clock_from
from member;

insert into guides_ownership (
    member_id, guide_id, store_id, state, reason, rule_id, starts_at, clock_from, due_on,
    ends_at, end_reason, note, overrides, end_note
)
select
    member_id,
    hand.guide_id,
    hand.store_id,
    case when turn = 0 and is_buyer then 'owned' else 'trial' end,
    'draw',
    1,
    since::timestamp at time zone 'Asia/Shanghai' + interval '6 hours',
    since,
    since + interval '2 months',
    case
        when turn > 0
            then (since + 70)::timestamp at time zone 'Asia/Shanghai' + interval '6 hours'
    end,
    case when turn > 0 then 'recycled' else '' end,
    '',
    false,
    ''
from hand
join member on member.id = hand.member_id
order by since, member_id;

insert into guides_contact (
    member_id, staff_id, store_id, channel, purpose, outcome, at, note, problem, need, next_step
)
select
    id, guide_id, store_id, 'phone', 'care', 'reached',
    %(at)s::timestamptz - (1 + dice %% 400) * interval '1 day', '问候', '', '', ''
from member;

insert into membership_consent (
    member_id, purpose, text_id, channel, given_at, withdrawn_channel
)
select member.id, 'phone', text.id, 'till', %(at)s::timestamptz - interval '1 year', ''
from member
join membership_consenttext as text on text.purpose = 'phone' and text.version = 1
where dice %% 2 = 0
