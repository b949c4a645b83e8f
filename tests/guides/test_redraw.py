"""The command that repeats a draw."""

import pytest
from django.core.management import CommandError, call_command

from guides.domain.draw_rules import place_of
from guides.domain.draws import finish_draw, freeze_draw
from guides.models import Draw
from tests.factories import DAY, NOON, MemberFactory, StoreFactory
from tests.guides.hands import guide_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def draw():
    store = StoreFactory()
    for _ in range(3):
        guide_in(store)
    for _ in range(10):
        MemberFactory(home_store=store)
    frozen = freeze_draw(place=place_of(store=store, on=DAY), on=DAY, at=NOON, by=None)
    return finish_draw(draw=frozen, at=NOON)


def test_it_says_the_same_byte_for_byte(draw, capsys):
    call_command("redraw", draw.pk)
    assert capsys.readouterr().out == f"{draw.result}\n"

    call_command("redraw", draw.pk, verify=True)
    assert str(draw.pk) in capsys.readouterr().out


@pytest.mark.parametrize("changed", ["result", "seed", "inputs"])
def test_it_ends_with_status_1_when_something_was_changed(draw, changed):
    value = getattr(draw, changed)
    Draw.objects.update(**{changed: value.replace(value[-3], "7" if value[-3] != "7" else "8")})

    with pytest.raises(SystemExit) as ended:
        call_command("redraw", draw.pk, verify=True)
    assert ended.value.code == 1


def test_it_knows_only_finished_draws(draw):
    with pytest.raises(CommandError):
        call_command("redraw", draw.pk + 1)
