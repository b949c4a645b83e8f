-- members.csv on its way in: a private SQLite database, gone when the import ends.
-- A negative store is one to be opened; "" is nothing given.

create table row (
    no integer primary key, name text not null, joined_on text not null, store integer not null,
    number text not null, phone text not null,
    birth_year integer, birth_month integer, birth_day integer,
    birth_lunar integer not null, birth_leap integer not null,
    gender text not null, card text not null, tier integer, points integer not null,
    guide integer, source text not null, tags text not null,
    state integer not null default 0
);
-- Whose each number, phone and card is, by line of the file: the first one has it.
create table taken (
    what text, value text, line integer not null, primary key (what, value)
) without rowid;
