"""The statements of ``loyalty.domain.expiry``, in the order of their use, on either database.

``accounts`` are locked, so that what is due for them stays what it is until the transaction
ends. ``{accounts}`` is how the database takes a list of keys.
"""

# One row for each account and day; not where she was told as near to it, ``told`` days or less.
NOTICES = """
insert into loyalty_expirynotice (account_id, expires_on, days_ahead, points, written_at)
select lot.account_id, lot.expires_on, %(days)s, sum(lot.remaining), %(at)s
from loyalty_pointslot as lot
where lot.account_id {accounts}
    and lot.remaining > 0
    and lot.expires_on > %(after)s
    and lot.expires_on <= %(until)s
    and not exists (
        select 1
        from loyalty_expirynotice as notice
        where notice.account_id = lot.account_id
            and notice.expires_on = lot.expires_on
            and notice.days_ahead <= %(told)s
    )
group by lot.account_id, lot.expires_on
on conflict do nothing
"""

WRITE_OFF = """
insert into loyalty_pointsentry
    (account_id, kind, points, qualifying, reference, occurred_at, recorded_at, note)
select lot.account_id, 'expire', -lot.remaining, 0, 'lot:' || lot.id, %(at)s, %(at)s, ''
from loyalty_pointslot as lot
where lot.account_id {accounts} and lot.remaining > 0 and lot.expires_on <= %(on)s
order by lot.account_id, lot.expires_on, lot.id
"""

ALLOCATE = """
insert into loyalty_lotallocation (entry_id, lot_id, points)
select entry.id, lot.id, lot.remaining
from loyalty_pointslot as lot
join loyalty_pointsentry as entry
    on entry.account_id = lot.account_id
    and entry.kind = 'expire'
    and entry.reference = 'lot:' || lot.id
where lot.account_id {accounts} and lot.remaining > 0 and lot.expires_on <= %(on)s
order by entry.id
"""

LOWER_BALANCES = """
update loyalty_pointsaccount
set balance = balance - (
    select coalesce(sum(lot.remaining), 0)
    from loyalty_pointslot as lot
    where lot.account_id = loyalty_pointsaccount.id
        and lot.remaining > 0
        and lot.expires_on <= %(on)s
)
where id {accounts}
"""

CLOSE_LOTS = """
update loyalty_pointslot
set remaining = 0
where account_id {accounts} and remaining > 0 and expires_on <= %(on)s
"""
