"""The columns every app shares: one name, one precision."""

from functools import partial

from django.db import models

# Yuan with 分, up to 999,999,999,999.99.
MoneyField = partial(models.DecimalField, max_digits=14, decimal_places=2)

# Whole points; negative in entries that take points away.
PointsField = partial(models.BigIntegerField)

# Ten-thousandths: 8800 is 88 %.
BasisPointsField = partial(models.PositiveIntegerField)
