-- Every row changed in {table} gives the rules a new stamp.
create trigger {table}_insert_is_stamped
after insert on {table}
begin
    insert or replace into loyalty_rulesstamp (id, value) values (1, hex(randomblob(16)));
end;;

create trigger {table}_update_is_stamped
after update on {table}
begin
    insert or replace into loyalty_rulesstamp (id, value) values (1, hex(randomblob(16)));
end;;

create trigger {table}_delete_is_stamped
after delete on {table}
begin
    insert or replace into loyalty_rulesstamp (id, value) values (1, hex(randomblob(16)));
end;;
