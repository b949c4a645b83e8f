import pytest
from django.utils import translation

from common.models import BilingualName


class Season(BilingualName):
    """A bilingual thing that needs no table."""

    class Meta:
        app_label = "common"
        managed = False


@pytest.mark.parametrize(
    ("language", "label"), [("zh-hans", "春季"), ("en", "Spring"), (None, "春季")]
)
def test_label_follows_the_language(language: str | None, label: str) -> None:
    season = Season(name_zh="春季", name_en="Spring")

    with translation.override(language):
        assert season.label == label
        assert str(season) == label


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_label_falls_back_to_the_name_there_is(language: str) -> None:
    with translation.override(language):
        assert Season(name_zh="春季").label == "春季"
        assert Season(name_en="Spring").label == "Spring"
