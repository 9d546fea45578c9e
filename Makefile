# Two commands matter: `make demo` runs the platform, `make test` proves it. Both set up what they need.
SHELL := /bin/bash
PYTHON ?= python3
V := .venv
RUN := $(V)/bin/python
CITY := data/demo
PORT ?= 8000
SCALE ?= 1
# what the machine's own shell has set must not change what is proven
unexport DATABASE_URL DATABASE_OWNER_URL DJANGO_SETTINGS_MODULE PYTHONPATH
# without compiled code beside it every start of the program takes three seconds more
unexport PYTHONDONTWRITEBYTECODE

NO_LIBRARY = echo "The libraries could not be set up; the reason stands above. They come ready built for Linux with glibc (x86-64, ARM)" \
	"and macOS 14 or newer on Apple silicon. Elsewhere use the container of deploy/Containerfile; without network, try again later." >&2

.PHONY: help demo test check-all set-up set-up-dev lint format types contracts catalogues audit unit integration meta \
	e2e docs pictures bench clean

help: ## Show what can be made
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: set-up ## Run the platform on the demo city, http://localhost:8000 (PORT=…, SCALE=…)
	@$(V)/bin/sozialraum --data-dir $(CITY) demo --port $(PORT) --scale $(SCALE)

test: set-up-dev ## Set up everything and run every check
	@$(RUN) tools/steps.py

set-up: $(V)/.runtime $(V)/.frontend $(V)/.catalogues

set-up-dev: $(V)/.dev $(V)/.frontend $(V)/.catalogues

$(V)/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Sozialraum needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3 …" >&2; exit 1; }
	@test -x $(RUN) || $(PYTHON) -m venv $(V) || \
		{ echo "The module venv is missing; on Debian: apt install python3-venv" >&2; exit 1; }
	@$(RUN) -m pip install --quiet --disable-pip-version-check uv

$(V)/.runtime: requirements.lock pyproject.toml | $(V)/bin/uv
	@echo "Setting up the libraries …"
	@$(V)/bin/uv pip install --quiet --python $(RUN) --require-hashes -r requirements.lock || { $(NO_LIBRARY); exit 1; }
	@$(V)/bin/uv pip install --quiet --python $(RUN) --no-deps --editable . && touch $@

$(V)/.dev: requirements-dev.lock pyproject.toml | $(V)/bin/uv
	@echo "Setting up the libraries and tools …"
	@$(V)/bin/uv pip install --quiet --python $(RUN) --require-hashes -r requirements-dev.lock || { $(NO_LIBRARY); exit 1; }
	@$(V)/bin/uv pip install --quiet --python $(RUN) --no-deps --editable . && touch $@ $(V)/.runtime

FRONTEND := frontend/package-lock.json frontend/node.lock src/sozialraum/foundation/ui/assets.py
$(V)/.frontend: $(FRONTEND) | $(V)/.runtime
	@echo "Fetching the front-end packages …"
	@$(RUN) -m sozialraum.foundation.ui.assets && touch $@

PARTS := $(wildcard src/sozialraum/locale/parts/*.po)
$(V)/.catalogues: $(PARTS) tools/catalogues.py | $(V)/.runtime
	@$(RUN) tools/catalogues.py --set-up && touch $@

lint: $(V)/.dev ## Find faults in the code
	@$(RUN) -m ruff check .

format: $(V)/.dev ## Bring the code into form
	@$(RUN) -m ruff format .

types: set-up-dev ## Check the types
	@$(RUN) -m mypy

contracts: $(V)/.dev ## Check who may import whom
	@$(V)/bin/lint-imports

catalogues: set-up-dev ## Check that German and English are complete
	@$(RUN) tools/catalogues.py

unit integration meta e2e: set-up-dev ## Run one kind of tests
	@$(RUN) -m pytest tests/$@

audit: $(V)/.dev ## List every library and ask for known weaknesses
	@$(RUN) tools/audit.py

docs: $(V)/.dev ## Build the documentation into build/docs
	@$(RUN) -m mkdocs build --strict --quiet --site-dir build/docs

BENCHMARKS := start.py gate.py writes.py pages.py "pages.py --compare 10" uncertainty.py
bench: set-up-dev ## Run the benchmarks; prints the tables of benchmarks/results.md
	@for each in $(BENCHMARKS); do echo "== $$each"; $(RUN) benchmarks/$$each; done

clean: ## Remove what set-up and tests have made (the demo city stays)
	@rm -rf $(V) build test-results .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
