-- What is written stays: no row of {table} is changed or deleted.
create trigger {table}_refuses_update
before update on {table}
begin
    select raise(abort, '{table} is append-only');
end;;

create trigger {table}_refuses_delete
before delete on {table}
begin
    select raise(abort, '{table} is append-only');
end;;
