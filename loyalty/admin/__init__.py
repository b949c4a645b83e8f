"""Loyalty in the administration, a module for each part of the programme."""

from loyalty.admin import earning, ledger, partners, perks, prices, rules, scoring, tiers

__all__ = ["earning", "ledger", "partners", "perks", "prices", "rules", "scoring", "tiers"]
