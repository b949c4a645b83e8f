from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from common.defaults import install_after_migrate


class MembershipConfig(AppConfig):
    name = "membership"
    verbose_name = _("Membership")

    def ready(self) -> None:
        """Have the first rows written once the tables are there."""
        from membership import defaults  # noqa: PLC0415 - models are ready only now

        install_after_migrate(self, defaults.rows)
