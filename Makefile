# Two commands do it all on a fresh machine: `make serve` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
export HF_HUB_OFFLINE := 1

.PHONY: install index serve test check format bench fuzz clean

install: $(STAMP)  ## environment in .venv, with pinned dependencies

# torch first and by its exact version: any looser range takes the largest build there is.
$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=") if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --upgrade pip
	$(BIN)/python -m pip install --quiet torch==2.13.0
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $(STAMP)

index: install  ## build the index from corpus/
	$(BIN)/clausegraph build

serve: index  ## the service on 127.0.0.1:8000
	$(BIN)/clausegraph serve

test: install  ## the whole suite, a process for each core
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: install  ## format, lint, types, facts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python tools/format_registry.py --check

format: install  ## rewrite code and facts in their canonical form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python tools/format_registry.py

bench: index  ## every benchmark, with its figures
	for script in benchmarks/bench_*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

fuzz: install  ## the property tests with many more examples
	HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest -m property

clean:  ## remove the environment, the builds and caches; texts of your own in index/own stay
	rm -rf .venv index/builds index/cache index/current .pytest_cache .mypy_cache .ruff_cache .hypothesis .schemathesis dist
