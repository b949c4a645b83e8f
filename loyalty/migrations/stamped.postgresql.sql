-- Every statement that changes {table} gives the rules a new stamp.
create or replace function loyalty_stamps_the_rules() returns trigger language plpgsql as $$
begin
    insert into loyalty_rulesstamp (id, value) values (1, gen_random_uuid())
    on conflict (id) do update set value = excluded.value;
    return null;
end $$;;

create trigger {table}_insert_is_stamped
after insert on {table}
for each statement execute function loyalty_stamps_the_rules();;

create trigger {table}_update_is_stamped
after update on {table}
for each statement execute function loyalty_stamps_the_rules();;

create trigger {table}_delete_is_stamped
after delete on {table}
for each statement execute function loyalty_stamps_the_rules();;
