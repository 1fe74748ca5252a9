# The two commands of the README are `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export TENURE_HOME ?= data
SUITE := $(BIN)/pytest -q -n $(or $(WORKERS),3) --dist loadgroup

.PHONY: demo test install install-dev front messages suite suite-sqlite suite-postgres checks lint types bench bench-pages shots pictures real-data openapi reference lock clean

demo: $(VENV)/core.stamp front-built compiled
	@$(BIN)/tenure demo $(if $(LANG_CODE),--lang $(LANG_CODE)) $(if $(COMPANY),--company $(COMPANY))
	@$(BIN)/tenure serve

install: $(VENV)/core.stamp front-built compiled
install-dev: $(VENV)/dev.stamp front-built compiled

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# One stamp for each set of requirements: a second call installs nothing.
$(VENV)/core.stamp: requirements/core.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/core.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/core.stamp
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.PHONY: front-built compiled
front-built: $(VENV)/core.stamp
	@$(BIN)/python -m tenure.ui.build

compiled: $(VENV)/core.stamp
	@$(BIN)/python -m tenure.config.messages compile

messages: $(VENV)/dev.stamp
	$(BIN)/python -m tenure.config.messages update

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check src tests bench conftest.py
	$(BIN)/lint-imports --config pyproject.toml

types: $(VENV)/dev.stamp
	$(BIN)/mypy

# All that CI runs.
test: install-dev checks suite

# side by side: each keeps one core busy
checks: install-dev
	@$(MAKE) --no-print-directory -j2 --output-sync=target lint types

suite: suite-sqlite suite-postgres

suite-sqlite: install-dev
	env -u DATABASE_URL $(SUITE)

# The record, the domains and the jobs once more on PostgreSQL; what touches no database, or hardly, is not repeated.
# Three workers keep two cores busy: tests wait for disks and for processes they start.
suite-postgres: install-dev
	$(BIN)/python -m tests.postgres $(SUITE) src -m "not e2e and not real_data and not once"

shots: install-dev
	$(BIN)/python -m tests.e2e.shots

# every third-party file beside the project through the command line and the pages; writes docs/reference/real-data.md
real-data: install-dev
	$(BIN)/python -m tests.e2e.real_files

# the pictures of the guide, drawn from the demo company
pictures: install-dev
	$(BIN)/python -m tests.e2e.guide

openapi reference: install-dev
	$(BIN)/python -m tenure.api.export

bench-pages: install-dev
	$(BIN)/python -m bench.pages

bench: install-dev
	$(BIN)/python -m bench $(if $(SIZE),--size $(SIZE))

lock: $(BIN)/python
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements/core.in -o requirements/core.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -c requirements/core.txt requirements/dev.in -o requirements/dev.txt

clean:
	rm -rf $(VENV) node_modules build dist src/tenure/ui/static/vendor shots
