from pos.models.basket import Basket
from pos.models.receipt import Receipt

__all__ = ["Basket", "Receipt"]
