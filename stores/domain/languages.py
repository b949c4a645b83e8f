"""The language somebody reads."""

from stores.enums import Language
from stores.models import Staff


def choose_language(*, staff: Staff, language: Language) -> None:
    """Remember that ``staff`` reads ``language``."""
    staff.language = language
    staff.save(update_fields=["language"])
