# Two commands to know: `make demo` and `make test`. Both set themselves up.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check lint types imports clean bench oracle prove mutants faults help
.DEFAULT_GOAL := help

help:
	@echo "make demo    set up, then play the story over real wires (under 60 s)"
	@echo "make test    set up, then lint, types, import contracts and every test"
	@echo "make bench   set up, then print the benchmark ratios"
	@echo "make oracle  set up, then hold our FHIR against the reference validator (Java 17, Maven)"
	@echo "make prove   set up, then try every case of the sharing policy three ways (7.7 million; about ten minutes)"
	@echo "make mutants set up, then change the judge in nineteen hundred ways (mutmut) and see whether a test notices (ten minutes of a core)"
	@echo "make faults  set up, then kill and break the gateway until it loses something (KILLS=200 BROKER=50 DATABASE=50 POWER=20 BROKERS=1 SEED=1)"

$(READY): pyproject.toml requirements.lock
	@echo "==> setting up $(VENV) (about a minute, once)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY)
	@$(BIN)/nwd demo

test: check
	@echo "==> tests"
	@$(BIN)/pytest -n 3 --dist worksteal

check: lint types imports

lint: $(READY)
	@echo "==> lint"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(READY)
	@echo "==> types"
	@$(BIN)/mypy

imports: $(READY)
	@echo "==> import contracts"
	@$(BIN)/lint-imports

bench: $(READY)
	@$(BIN)/python -m tests.bench

oracle: $(READY)
	@NWD_ORACLE=whole $(BIN)/pytest -s tests/oracle

prove: $(READY)
	@$(BIN)/python -m tests.proof

mutants: $(READY)
	@rm -rf mutants
	@$(BIN)/mutmut run --max-children 1
	@$(BIN)/python -m tests.mutation.tally

faults: KILLS ?= 200
faults: BROKER ?= 50
faults: DATABASE ?= 50
faults: POWER ?= 20
faults: OTHER ?= 6
faults: BROKERS ?= 1
faults: SEED ?= 1
faults: $(READY)
	@NWD_SEED=$(SEED) $(BIN)/pytest -n 2 tests/faults
	@$(BIN)/python -m tests.faults.campaign --kills $(KILLS) --broker $(BROKER) --database $(DATABASE) --power $(POWER) \
	  --disk $(OTHER) --clock $(OTHER) --away $(OTHER) --links $(OTHER) --brokers $(BROKERS) --seed $(SEED)

clean:
	rm -rf $(VENV) build mutants *.egg-info
