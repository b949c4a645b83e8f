"""The administration as an app: Django's, at our own site."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Django's admin, with the site that asks for postings instead of flags."""

    default_site = "config.administration.ShopAdminSite"
