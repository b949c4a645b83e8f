"""Loyalty in the administration, a module for each part of the programme."""

from loyalty.admin import ledger, rules, tiers

__all__ = ["ledger", "rules", "tiers"]
