from django.utils.translation import get_language


def reads_chinese() -> bool:
    """Tell whether the active language is Chinese, which it is when none is active."""
    return (get_language() or "zh").startswith("zh")
