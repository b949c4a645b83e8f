"""The statements of ``loyalty.domain.scoring``, the same on either database.

A fifth is ``1 + floor(5 * before / all)``, ``before`` being how many have less: equal values get
equal fifths, and the least of all values the first. Likewise a grade asks what share of the
members, or of their net sales, has a higher score: equal scores get equal grades. Money is added
up and compared in whole fen, as SQLite would lose some.
"""

GRADED = """
with bought as (
    select
        visit.member_id,
        count(*) as visits,
        cast(round(100 * sum(visit.net - visit.returned_later)) as bigint) as fen,
        max(visit.business_day) as last_on
    from sales_visit as visit
    join membership_member as member on member.id = visit.member_id and member.status = 'active'
    where visit.business_day > %(after)s
        and visit.business_day <= %(on)s
        and visit.net > 0
        and visit.net > visit.returned_later
    group by visit.member_id
),

fifths as (
    select
        bought.*,
        count(*) over () as members,
        1 + 5 * (rank() over (order by last_on) - 1) / count(*) over () as recency,
        1 + 5 * (rank() over (order by visits) - 1) / count(*) over () as frequency,
        1 + 5 * (rank() over (order by fen) - 1) / count(*) over () as amount
    from bought
),

scored as (
    select
        fifths.*,
        (recency * %(recency)s + frequency * %(frequency)s + amount * %(amount)s) / 5 as score
    from fifths
),

ahead as (
    select
        scored.*,
        case
            when %(cut_by)s = 'net'
            then sum(fen) over (order by score desc) - sum(fen) over (partition by score)
            else rank() over (order by score desc) - 1
        end as better,
        case when %(cut_by)s = 'net' then sum(fen) over () else members end as in_all
    from scored
),

graded as (
    select
        ahead.*,
        round(fen / 100.0, 2) as net,
        case
            when 100 * better < %(a_share)s * in_all then 'A'
            when 100 * better < %(b_share)s * in_all then 'B'
            else 'C'
        end as grade
    from ahead
)
"""

COUNT = (
    GRADED
    + """
select grade, count(*), sum(visits), sum(fen) from graded group by grade order by grade
"""
)

# What stays as it was is not written again.
WRITE = (
    "insert into loyalty_memberscore"
    " (member_id, rule_id, visits, net, last_on, recency, frequency, amount, score, grade)"
    + GRADED
    + """
select member_id, %(rule)s, visits, net, last_on, recency, frequency, amount, score, grade
from graded
where true
on conflict (member_id) do update set
    rule_id = excluded.rule_id,
    visits = excluded.visits,
    net = excluded.net,
    last_on = excluded.last_on,
    recency = excluded.recency,
    frequency = excluded.frequency,
    amount = excluded.amount,
    score = excluded.score,
    grade = excluded.grade
where loyalty_memberscore.rule_id <> excluded.rule_id
    or loyalty_memberscore.visits <> excluded.visits
    or loyalty_memberscore.net <> excluded.net
    or loyalty_memberscore.last_on <> excluded.last_on
    or loyalty_memberscore.recency <> excluded.recency
    or loyalty_memberscore.frequency <> excluded.frequency
    or loyalty_memberscore.amount <> excluded.amount
    or loyalty_memberscore.score <> excluded.score
    or loyalty_memberscore.grade <> excluded.grade
"""
)

# Before the others are written: who bought nothing in the months, or is a member no more.
DROP = """
delete from loyalty_memberscore
where not exists (
    select 1
    from sales_visit as visit
    join membership_member as member on member.id = visit.member_id and member.status = 'active'
    where visit.member_id = loyalty_memberscore.member_id
        and visit.business_day > %(after)s
        and visit.business_day <= %(on)s
        and visit.net > 0
        and visit.net > visit.returned_later
)
"""
