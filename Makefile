# Two commands are enough for a newcomer: `make demo` and `make test`.
# Both set up .venv by themselves; all they need is Python 3.11 or newer, git and make.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test test-all check format style types layers bench monkeys snapshots pictures clean

demo: $(READY)  ## try the product in a throwaway store with devmail beside it
	@$(BIN)/kstore-tui demo

test: $(READY)  ## run the quick tests
	$(BIN)/pytest -n auto --dist worksteal -m "not slow"

test-all: $(READY)  ## run all tests, including slow ones (processes, terminals, load)
	$(BIN)/pytest -n auto --dist worksteal

check: style types layers test-all  ## run everything that must pass before a change lands

style: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports --no-cache

format: $(READY)  ## format the code and fix what ruff can fix
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)  ## measure speed, compared within one run
	$(BIN)/python -m tests.benchmarks

monkeys: $(READY)  ## let 100 monkeys play over SSH for ten minutes
	$(BIN)/python -m tests.benchmarks.ssh_monkeys

snapshots: $(READY)  ## update all snapshots, after an intended change
	$(BIN)/pytest -n auto tests/screens tests/devmail/tui --snapshot-update

pictures: $(READY)  ## make the README's pictures from the snapshots
	$(BIN)/python -m tests.pictures

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv \
	  || { echo "Python's venv module is needed; on Debian: apt-get install python3-venv"; exit 1; }
	@PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache snapshot_report.html
