-- What was approved stays as it is, but for its payment; so do its lines, and terms once used.
create trigger loyalty_partnerstatement_refuses_update
before update on loyalty_partnerstatement
when old.state <> 'draft' and (
    old.state <> 'approved'
    or new.state <> 'settled'
    or new.id is not old.id
    or new.partner_id is not old.partner_id
    or new.partner_name is not old.partner_name
    or new.since is not old.since
    or new.until is not old.until
    or new.amount is not old.amount
    or new.drafted_at is not old.drafted_at
    or new.drafted_by_id is not old.drafted_by_id
    or new.confirmed is not old.confirmed
    or new.confirmed_by_id is not old.confirmed_by_id
    or new.difference_reason is not old.difference_reason
    or new.approved_at is not old.approved_at
    or new.approved_by_id is not old.approved_by_id
)
begin
    select raise(abort, 'loyalty_partnerstatement is approved');
end;;

create trigger loyalty_partnerstatement_refuses_delete
before delete on loyalty_partnerstatement
when old.state <> 'draft'
begin
    select raise(abort, 'loyalty_partnerstatement is approved');
end;;

create trigger loyalty_partnerstatementline_refuses_insert
before insert on loyalty_partnerstatementline
when (select state from loyalty_partnerstatement where id = new.statement_id) <> 'draft'
begin
    select raise(abort, 'loyalty_partnerstatement is approved');
end;;

create trigger loyalty_partnerstatementline_refuses_update
before update on loyalty_partnerstatementline
begin
    select raise(abort, 'loyalty_partnerstatementline is never changed');
end;;

create trigger loyalty_partnerstatementline_refuses_delete
before delete on loyalty_partnerstatementline
when (select state from loyalty_partnerstatement where id = old.statement_id) <> 'draft'
begin
    select raise(abort, 'loyalty_partnerstatement is approved');
end;;

create trigger loyalty_partnerterms_refuses_update
before update on loyalty_partnerterms
when exists (select 1 from loyalty_partnerentry where terms_id = old.id)
begin
    select raise(abort, 'loyalty_partnerterms is in use');
end;;
