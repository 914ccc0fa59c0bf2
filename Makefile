# A Python 3.11 or newer with pip and venv is all this needs: `make demo` and `make test` prepare .venv by themselves,
# from locked versions whose hashes pip checks. Another Python: make PYTHON=/path/to/python3.12 ...
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3 || echo python3)
PY := .venv/bin/python
PIP = $(PY) -m pip --disable-pip-version-check --quiet
INSTALL = $(PIP) install --no-deps --require-hashes --only-binary :all:
STAMP := .venv/.installed
READERS := .venv-readers
PAGE := .venv-page
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo test lint types gate bench compare readme lock clean ci ray-test readers-test page-test test-postgres

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(STAMP)-run ## code the ten example dispatches; print the record of one, write all to out/demo
	@.venv/bin/tacitus code examples/dispatches/2019-01-23_two-presidents.md
	@.venv/bin/tacitus code examples/dispatches --output out/demo
	@echo "Your own files: .venv/bin/tacitus code FILE_OR_FOLDER ... --output study   (.venv/bin/tacitus code --help)"

test: $(STAMP)-dev ## run the tests: units, properties, the examples of every rule, a short run from end to end
	@$(PY) -m pytest -n $(JOBS) -m "not readers and not page" $(ARGS)

test-postgres: $(STAMP)-dev ## run the tests with a PostgreSQL of their own, which is installed where it is missing
	@bash scripts/with_postgres.sh $(MAKE) --no-print-directory test

readers-test: $(READERS)/.installed ## read exports and a casebook back with followthemoney, gdelt-py, DuckDB and Datasette
	@TACITUS_REQUIRE_READERS=1 $(READERS)/bin/python -m pytest tests/test_foreign_readers.py $(ARGS)

page-test: $(PAGE)/.installed ## open the local web page in Chromium, which is installed where it is missing
	@bash scripts/with_chromium.sh $(PAGE)/bin/python -m pytest -m page tests/test_page_*.py $(ARGS)

lint: $(STAMP)-dev ## check style and format with ruff
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

types: $(STAMP)-dev ## check types with mypy --strict
	@$(PY) -m mypy

gate: $(STAMP)-dev ## score against annotated articles; fails below the floors of eval/baseline.json
	@$(PY) eval/gate.py $(ARGS)

compare: $(STAMP)-dev ## score both parsers side by side, with words per second
	@$(PY) eval/compare_parsers.py $(ARGS)

bench: $(STAMP)-dev ## measure speed on this machine
	@$(PY) bench/speed.py $(ARGS)

ray-test: $(STAMP)-ray ## check that one process, N processes and Ray give the same rows
	@TACITUS_REQUIRE_RAY=1 $(PY) -m pytest -m ray $(ARGS)

readme: $(STAMP)-dev ## paste the demo's output and the gate's figures of today into README.md
	@$(PY) scripts/fill_readme.py

lock: $(STAMP)-dev ## write requirements/*.lock anew from pyproject.toml
	@$(PIP) install uv
	@UV=.venv/bin/uv bash scripts/lock.sh

ci: ## what runs on every change: .ci/run
	@bash .ci/run

clean: ## remove .venv and everything made by tools
	rm -rf .venv $(READERS) $(PAGE) build dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Without this, make removes the file when it is done, as a step on the way to another, and .venv is no environment any more.
.PRECIOUS: %/pyvenv.cfg
%/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Tacitus needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $* \
	  || { echo "The venv module of $(PYTHON) is missing; install it (Debian, Ubuntu: the package python3-venv)"; exit 1; }

define prepare
@echo "Preparing $(@D) with $< (once; about a minute where nothing is cached) ..."
@$(INSTALL) -r requirements/build.lock -r $<
@$(PIP) install --no-deps --no-build-isolation --no-index -e .
@touch $@
endef

# The readers have a .venv of their own: followthemoney asks for an older networkx than all the rest.
$(READERS)/.installed: PY = $(READERS)/bin/python
$(READERS)/.installed: requirements/readers.lock requirements/build.lock pyproject.toml | $(READERS)/pyvenv.cfg
	$(prepare)

# So have the tests of the page: what drives a browser is large, and needed by nothing else.
$(PAGE)/.installed: PY = $(PAGE)/bin/python
$(PAGE)/.installed: requirements/page.lock requirements/build.lock pyproject.toml | $(PAGE)/pyvenv.cfg
	$(prepare)

# Each lock holds the versions of the one before it, so that a .venv can grow from run to dev to ray.
$(STAMP)-%: requirements/%.lock requirements/build.lock pyproject.toml | .venv/pyvenv.cfg
	$(prepare)
