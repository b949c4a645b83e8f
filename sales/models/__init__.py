from sales.models.product import Category, Product
from sales.models.sale import Sale, SaleLine, SaleMove, Tender
from sales.models.till import Shift, Till
from sales.models.visit import Visit

__all__ = [
    "Category",
    "Product",
    "Sale",
    "SaleLine",
    "SaleMove",
    "Shift",
    "Tender",
    "Till",
    "Visit",
]
