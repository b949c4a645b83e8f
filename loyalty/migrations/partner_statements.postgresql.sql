-- What was approved stays as it is, but for its payment; so do its lines, and terms once used.
create or replace function loyalty_keeps_statement() returns trigger language plpgsql as $$
begin
    if old.state = 'draft' then
        return case when tg_op = 'DELETE' then old else new end;
    end if;
    if tg_op = 'UPDATE' and old.state = 'approved' and new.state = 'settled'
        and (
            new.id, new.partner_id, new.partner_name, new.since, new.until, new.amount,
            new.drafted_at, new.drafted_by_id, new.confirmed, new.confirmed_by_id,
            new.difference_reason, new.approved_at, new.approved_by_id
        ) is not distinct from (
            old.id, old.partner_id, old.partner_name, old.since, old.until, old.amount,
            old.drafted_at, old.drafted_by_id, old.confirmed, old.confirmed_by_id,
            old.difference_reason, old.approved_at, old.approved_by_id
        ) then
        return new;
    end if;
    raise exception '% is approved', tg_table_name using errcode = 'restrict_violation';
end $$;;

create or replace function loyalty_keeps_statement_lines() returns trigger language plpgsql as $$
declare
    line loyalty_partnerstatementline;
begin
    if tg_op = 'UPDATE' then
        raise exception '% is never changed', tg_table_name using errcode = 'restrict_violation';
    end if;
    line := case when tg_op = 'DELETE' then old else new end;
    -- The lock keeps an approval out until the line is in, or finds it made.
    perform 1 from loyalty_partnerstatement
    where id = line.statement_id and state = 'draft' for share;
    if not found then
        raise exception 'loyalty_partnerstatement is approved'
            using errcode = 'restrict_violation';
    end if;
    return line;
end $$;;

create or replace function loyalty_keeps_used_terms() returns trigger language plpgsql as $$
begin
    if exists (select 1 from loyalty_partnerentry where terms_id = old.id) then
        raise exception '% is in use', tg_table_name using errcode = 'restrict_violation';
    end if;
    return new;
end $$;;

create trigger loyalty_partnerstatement_refuses_change
before update or delete on loyalty_partnerstatement
for each row execute function loyalty_keeps_statement();;

create trigger loyalty_partnerstatementline_refuses_change
before insert or update or delete on loyalty_partnerstatementline
for each row execute function loyalty_keeps_statement_lines();;

create trigger loyalty_partnerterms_refuses_change
before update on loyalty_partnerterms
for each row execute function loyalty_keeps_used_terms();;
