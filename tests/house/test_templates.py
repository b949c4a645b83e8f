"""Every template compiles, and every translated block is trimmed."""

from scripts import templates


def test_templates_keep_their_promises():
    assert templates.faults() == []
