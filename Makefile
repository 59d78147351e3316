# `make demo` and `make test` set up all they need; everything else is for those who work on the program.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?= python3
WORKERS ?= auto

.PHONY: demo test check lint types contracts format lock reference screenshots bench clean

demo: $(READY)
	$(BIN)/correspondence demo demo

# What one worker or command has compiled serves the next, whatever the environment says.
test: export PYTHONDONTWRITEBYTECODE =
test: $(READY)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

check: lint types contracts test

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/deptry .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(READY)
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --group dev --universal --generate-hashes \
		--no-emit-index-url --no-annotate --no-header -q -o requirements.lock

reference: $(READY)
	$(BIN)/python scripts/reference_document.py

screenshots: $(READY)
	$(BIN)/python scripts/screenshots.py
	$(BIN)/python scripts/pages.py

bench: $(READY)
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) demo dist

# A virtual environment with the locked versions and this checkout. Debian keeps `venv` in a package of its own.
$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || sh scripts/install_venv.sh $(PYTHON) $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
