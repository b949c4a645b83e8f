"""The documents say what the code says: words, settings, commands, tasks, places."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands
from django.db.models import Model, TextChoices
from django.utils import translation

from config.celery import app as celery
from config.schedule import SCHEDULE
from stores.access import Act
from tests.house.documents import code, codes, read, tables

ROOT = settings.BASE_DIR
GLOSSARY = "docs/glossary.md"
OPERATING = "docs/operating.md"
DECISIONS = sorted((ROOT / "docs/adr").glob("*.md"))
DOCUMENTS = [
    "docs/structure.md",
    "docs/operating.md",
    "docs/coverage.md",
    *(f"docs/adr/{decision.name}" for decision in DECISIONS),
]
PARTS_OF_A_DECISION = ["Status", "Context", "Decision", "Consequences"]
MOST_LINES_OF_A_DECISION = 30
NOUNS = tables(GLOSSARY)["Nouns"]
PATH = re.compile(r"[\w./-]*/[\w./-]*|[\w-]+\.(?:py|md|toml|txt)")
LINK = re.compile(r"\]\(([^)#:]+)\)")
PROCESS_SETTING = re.compile(r"\$\{?([A-Z_]{3,})|^([A-Z_]{3,}) \?=", re.MULTILINE)


def test_every_noun_is_in_the_glossary():
    said = {code(name): english for name, english, *_ in NOUNS}

    with translation.override("en"):
        assert said == {model.__name__: str(model._meta.verbose_name) for model in _models()}


def test_every_value_is_in_the_glossary():
    said = {(code(name), code(value), english) for name, value, english, _ in _said_values()}

    with translation.override("en"):
        assert said == {(_in_code(choice), choice.value, str(choice.label)) for choice in _values()}


def test_every_act_is_in_the_glossary():
    said = {code(name): english for name, english, _ in tables(GLOSSARY)["Acts"]}

    assert said == {str(act): act.value for act in Act}


def test_the_glossary_speaks_the_chinese_of_the_screen():
    nouns = {code(name): chinese for name, _, chinese, _ in NOUNS}
    values = {code(name): chinese for name, _, _, chinese in _said_values()}

    with translation.override("zh-hans"):
        assert nouns == {model.__name__: str(model._meta.verbose_name) for model in _models()}
        assert values == {_in_code(choice): str(choice.label) for choice in _values()}


def test_every_setting_is_documented():
    said = {name for names, *_ in tables(OPERATING)["Settings"] for name in codes(names)}

    assert said == {*_settings_read(), *_settings_of_processes()}


def test_every_command_is_documented():
    said = {code(call).split()[0] for call, *_ in tables(OPERATING)["Commands"]}

    assert said == {name for name, app in get_commands().items() if app in _our_labels()}


def test_every_scheduled_task_exists_and_is_documented():
    celery.loader.import_default_modules()
    scheduled = {entry["task"] for entry in SCHEDULE.values()}

    assert scheduled - celery.tasks.keys() == set()
    assert {code(name) for name, *_ in tables(OPERATING)["What runs when"]} == scheduled


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_short_and_whole(decision: Path):
    text = decision.read_text()

    assert re.findall(r"^\*\*(\w+)\*\* ", text, re.MULTILINE) == PARTS_OF_A_DECISION
    assert len(text.splitlines()) <= MOST_LINES_OF_A_DECISION
    assert text.startswith(f"# {int(decision.stem[:4])}. ")


def test_decisions_are_numbered_one_after_the_other():
    numbers = [int(decision.stem[:4]) for decision in DECISIONS]

    assert numbers == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_places_a_document_names_are_there(document: str):
    named = [name for name in codes(read(document)) if PATH.fullmatch(name)]
    linked = LINK.findall(read(document))

    lost = [name for name in named if not _is_there(name)]
    assert lost + [to for to in linked if not (ROOT / document).parent.joinpath(to).exists()] == []


def _is_there(name: str) -> bool:
    """Whether ``name`` is a file or folder of ours, or one that only a running house has."""
    made_by_running = name.startswith(("/", "var/"))
    return made_by_running or (ROOT / name).exists() or any(ROOT.glob(f"*/{name}"))


def _our_labels() -> set[str]:
    return {app.label for app in apps.get_app_configs() if Path(app.path).parent == ROOT}


def _models() -> Iterator[type[Model]]:
    """Our nouns, without the tables that keep their history and those other tests make up."""
    for model in apps.get_models():
        ours = model.__module__.split(".")[0] in _our_labels()
        if ours and not hasattr(model, "instance_type"):
            yield model


def _values() -> Iterator[TextChoices]:
    for label in sorted(_our_labels()):
        if (ROOT / label / "enums.py").exists():
            for thing in vars(importlib.import_module(f"{label}.enums")).values():
                if isinstance(thing, type) and issubclass(thing, TextChoices):
                    yield from thing


def _in_code(choice: TextChoices) -> str:
    return f"{type(choice).__name__}.{choice.name}"


def _said_values() -> Iterator[list[str]]:
    found = tables(GLOSSARY)
    for label in sorted(_our_labels()):
        yield from found.get(label, [])


def _settings_read() -> set[str]:
    """What ``config/settings.py`` asks the environment for: the first word of each ``env.…()``."""
    asked = set()
    for node in ast.walk(ast.parse(read("config/settings.py"))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="env")),
                args=[ast.Constant(value=str(name)), *_],
            ):
                asked.add(name)
    return asked


def _settings_of_processes() -> set[str]:
    """What the Procfile and the Makefile ask for."""
    texts = read("Procfile") + read("Makefile")
    return {first or second for first, second in PROCESS_SETTING.findall(texts)}
