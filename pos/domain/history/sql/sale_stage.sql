-- sales.csv on its way in: a private SQLite database, gone when the import ends.
-- Money in 分, quantities in thousandths, moments in microseconds since 1970; member and
-- seller 0 is nobody; a negative store is one to be opened.

-- Rows that could not be read, with the receipt as far as they said: shop is the store's code as
-- it stands, store its key if there is one.
create table broken (
    line integer primary key, store integer, shop text not null, receipt text not null
);

create table line (
    no integer primary key, store integer not null, receipt text not null,
    is_return integer not null, sold_at integer not null, sku text not null,
    quantity integer not null, amount integer not null, cost integer,
    regular integer not null, who text not null, seller integer
);
create table good (
    sku text primary key, name text not null, category text not null, cost integer,
    product integer
) without rowid;

create table person (who text primary key, member integer) without rowid;

-- A sale or a return: the lines of one receipt that go out, or come back.
create table doc (
    key integer primary key, store integer not null, receipt text not null,
    is_return integer not null, sold_at integer not null, latest integer not null,
    member integer not null, other_member integer not null,
    seller integer not null, other_seller integer not null,
    lines integer not null, first_line integer not null, state integer not null default 0,
    unique (store, receipt, is_return)
);
-- What is there already under the same number.
create table there (
    doc integer primary key, sold_at integer not null, member integer not null,
    seller integer not null, hash text not null, source text not null
);

-- What returned lines may undo: lines of the file (line) or of the tables (sale, sale_line).
create table stock (
    key integer primary key, line integer unique, store integer, sku text, member integer,
    receipt text, sold_at integer, quantity integer, sale integer,
    sale_line integer unique
);
create index stock_by_goods on stock (store, sku, member, sold_at);
create table wanted (
    store integer, sku text, member integer, product integer, primary key (store, sku, member)
) without rowid;
create table part (
    line integer, stock integer, quantity integer, amount integer, unique (line, stock)
);
