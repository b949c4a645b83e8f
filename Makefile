PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
export PORT HOST

IN_VENV := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run real test test-quick check fix bench messages for-run for-test

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: for-run ## Open the shop (PORT=8000), with a demonstration chain on first use
	@exec $(IN_VENV) -m scripts.run

real: for-run ## The same on real history (FILE=ta_feng.csv.zip), in a database of its own
	@exec $(IN_VENV) -m scripts.real $(FILE)

test: for-test ## Everything CI runs: checks, then all tests on SQLite and on PostgreSQL with Redis
	@exec $(IN_VENV) -m scripts.suite

test-quick: for-test ## The tests without a browser, on SQLite, up to the first failure
	@exec $(IN_VENV) -m scripts.suite --quick

check: for-test ## Lint, types, imports, migrations, translations, templates; changes nothing
	@exec $(IN_VENV) -m scripts.check

fix: for-test ## Mend what can be mended by machine: lint and format
	@$(IN_VENV) -m ruff check --fix --quiet .; $(IN_VENV) -m ruff format .

bench: for-test ## Measure, on PostgreSQL with a million members
	@exec $(IN_VENV) -m bench

messages: for-test ## Collect the words to translate into locale/
	@exec $(IN_VENV) -m scripts.messages update

for-run:
	@$(PYTHON) -m scripts.prepare run

for-test:
	@$(PYTHON) -m scripts.prepare test
