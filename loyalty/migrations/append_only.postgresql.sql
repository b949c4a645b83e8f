-- What is written stays: no row of {table} is changed or deleted.
create or replace function loyalty_refuses_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;;

create trigger {table}_refuses_update
before update on {table}
for each row execute function loyalty_refuses_change();;

create trigger {table}_refuses_delete
before delete on {table}
for each row execute function loyalty_refuses_change();;
