"""What the self-checks of partners look at; as in ``loyalty.checks_sql``."""

# A row for each use that was owed for, and for each that should have been: surely so if the day
# after the terms began had come, and no later terms say that nobody is paid.
PARTNERS_ARE_OWED_FOR_USES = """
select
    partner_id as subject,
    round(entered, 2) = round(due, 2) as holds,
    entered || ' ≠ ' || due as fact
from (
    select
        entry.partner_id,
        sum(entry.amount) as entered,
        case when spent.undone_at is null then terms.price else 0 end as due
    from loyalty_partnerentry as entry
    join loyalty_perkuse as spent on spent.id = entry.perk_use_id
    join loyalty_partnerterms as terms on terms.id = entry.terms_id
    group by entry.partner_id, spent.id, spent.undone_at, terms.id, terms.price
    union all
    select
        entry.partner_id,
        sum(entry.amount),
        case when voucher.state = 'handed_over' then terms.price else 0 end
    from loyalty_partnerentry as entry
    join loyalty_redemption as voucher on voucher.id = entry.redemption_id
    join loyalty_partnerterms as terms on terms.id = entry.terms_id
    group by entry.partner_id, voucher.id, voucher.state, terms.id, terms.price
    union all
    select terms.partner_id, 0, terms.price
    from loyalty_perkuse as spent
    join loyalty_partnerterms as terms
        on terms.perk_id = spent.perk_id
        and terms.partner_id is not null
        and terms.effective_from < date(spent.used_at)
    where spent.undone_at is null
        and spent.sale_id is null
        and not exists (
            select 1 from loyalty_partnerentry as entry where entry.perk_use_id = spent.id
        )
        and not exists (
            select 1
            from loyalty_partnerterms as later
            where later.perk_id = terms.perk_id
                and later.effective_from > terms.effective_from
                and (later.partner_id is null or later.effective_from < date(spent.used_at))
        )
    union all
    select terms.partner_id, 0, terms.price
    from loyalty_redemption as voucher
    join loyalty_partnerterms as terms
        on terms.reward_id = voucher.reward_id
        and terms.partner_id is not null
        and terms.effective_from < date(voucher.closed_at)
    where voucher.state = 'handed_over'
        and not exists (
            select 1 from loyalty_partnerentry as entry where entry.redemption_id = voucher.id
        )
        and not exists (
            select 1
            from loyalty_partnerterms as later
            where later.reward_id = terms.reward_id
                and later.effective_from > terms.effective_from
                and (later.partner_id is null or later.effective_from < date(voucher.closed_at))
        )
) as cause
"""

STATEMENTS_ARE_THEIR_ENTRIES = """
select
    statement.id as subject,
    round(statement.amount, 2) = round(coalesce(entered.amount, 0), 2) as holds,
    statement.amount || ' ≠ ' || coalesce(entered.amount, 0) as fact
from loyalty_partnerstatement as statement
left join (
    select line.statement_id, sum(entry.amount) as amount
    from loyalty_partnerstatementline as line
    join loyalty_partnerentry as entry on entry.id = line.entry_id
    group by line.statement_id
) as entered on entered.statement_id = statement.id
"""
