"""The stores a file names: those there are, and those an import may open."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _

from common.csvfile import BadCell
from stores.models import Store

_CODE = re.compile(r"[0-9A-Za-z]{1,20}")


class Shops:
    """Stores by the code in the file. One to be opened has a negative key until it is."""

    def __init__(self, *, may_open: bool) -> None:
        self._may_open = may_open
        known = list(Store.objects.values_list("code", "pk", "day_ends_at"))
        self._keys = {code: key for code, key, _ends_at in known}
        self._ends = {key: ends_at for _code, key, ends_at in known}
        self._codes: dict[int, str] = {}
        self._opened: dict[int, Store] = {}

    def key_of(self, cell: str) -> int:
        """Return the key of the store with the code in ``cell``.

        :raises BadCell: if there is none and none may be opened
        """
        code = cell.strip()
        if found := self._keys.get(code):
            return found
        if not _CODE.fullmatch(code):
            raise BadCell("store", _("A store's code is up to 20 letters and digits."))
        if not self._may_open:
            raise BadCell("store", _("There is no store %(code)s.") % {"code": code})
        key = -len(self._codes) - 1
        self._keys[code], self._codes[key] = key, code
        return key

    def day_ends_at(self, key: int) -> dt.time:
        """Return when the business day of the store ends; midnight for one to be opened."""
        return self._ends.get(key, dt.time(0, 0))

    def open(self, key: int) -> Store:
        """Return the store with ``key``, opening it if it is not there yet."""
        if key not in self._opened:
            self._opened[key] = self._create(self._codes[key]) if key < 0 else self._fetch(key)
        return self._opened[key]

    def _create(self, code: str) -> Store:
        return Store.objects.get_or_create(code=code, defaults={"name": code})[0]

    def _fetch(self, key: int) -> Store:
        return Store.objects.get(pk=key)
