# Everything here sets itself up: all it needs is git, make and Python 3.11 or newer.
# Another Python than the one found: make PYTHON=/path/to/python3 test

VENV := .venv
BENCH_VENV := .venv-bench
REAL_VENV := .venv-real
BIN := $(VENV)/bin

# pytest's processes: "auto" is one per processor, 0 is none beside the first
JOBS ?= auto

# `make lock LOCK_FLAGS=--upgrade` takes the newest versions; without it, versions stay where they still fit.
LOCK_FLAGS ?=
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet $(LOCK_FLAGS)

# Stamps: when the locked packages went in, and when sidestep itself did.
LOCKED := $(VENV)/locked
INSTALLED := $(VENV)/installed
BENCH_LOCKED := $(BENCH_VENV)/locked
REAL_LOCKED := $(REAL_VENV)/locked

# A foreign module path would shadow what is locked.
unexport PYTHONHOME
unexport PYTHONPATH
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test test-real lint format lock bench clean

help:
	@echo 'make demo    sweep a small project that goes around its rules, and review five changes'
	@echo 'make test    linters, types, layers, sidestep on itself, and the tests'
	@echo 'make test-real  the tests that ask a small model on this machine (200 MB, half a minute)'
	@echo 'make lint    the same without the tests'
	@echo 'make format  mend what ruff can mend'
	@echo 'make bench   time sidestep against other tools'
	@echo 'make lock    renew requirements/ after a change of the dependencies in pyproject.toml'
	@echo 'make clean   remove everything that the other targets left behind'

demo: $(INSTALLED)
	@echo 'fixtures/demo is a small project with one rule: models run in its sandbox, never in the host.'
	@echo 'Its findings, as text (exit code 1, for there are some):'
	@echo
	@echo '$$ sidestep audit fixtures/demo'
	@$(BIN)/sidestep audit fixtures/demo || [ $$? -eq 1 ]
	@echo
	@sh fixtures/epics/scorecard.sh $(BIN)/sidestep

test: lint
	$(BIN)/python -m pytest -q --numprocesses=$(JOBS) --maxprocesses=8

# One process: the model takes one thread, and two of them on few processors take far longer than one.
test-real: $(INSTALLED) $(REAL_LOCKED)
	SIDESTEP_REAL_PYTHON="$(CURDIR)/$(REAL_VENV)/bin/python" $(BIN)/python -m pytest -q -m real_llm tests/real

lint: $(INSTALLED)
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/sidestep audit .

format: $(INSTALLED)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(INSTALLED) $(BENCH_LOCKED)
	PATH="$(CURDIR)/$(BENCH_VENV)/bin:$$PATH" $(BIN)/python -m bench

lock: $(LOCKED)
	$(LOCK) pyproject.toml --group dev --output-file requirements/dev.txt
	$(LOCK) --group bench --output-file requirements/bench.txt
	$(LOCK) --no-deps --group real --output-file requirements/real.txt

clean:
	rm -rf $(VENV) $(BENCH_VENV) $(REAL_VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find linter tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(INSTALLED): $(LOCKED) pyproject.toml
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(LOCKED): requirements/dev.txt
	@$(call new_venv,$(VENV))
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --requirement requirements/dev.txt
	@touch $@

$(BENCH_LOCKED): requirements/bench.txt
	@$(call new_venv,$(BENCH_VENV))
	$(BENCH_VENV)/bin/python -m pip install --quiet --no-deps --require-hashes --requirement requirements/bench.txt
	@touch $@

$(REAL_LOCKED): requirements/real.txt
	@$(call new_venv,$(REAL_VENV))
	$(REAL_VENV)/bin/python -m pip install --quiet --no-deps --require-hashes --requirement requirements/real.txt
	@touch $@

# An empty virtual environment $(1), made with $(PYTHON) or the first Python that will do. A Python without
# ensurepip (Debian splits it off) would make one without pip.
define new_venv
for python in $(if $(PYTHON),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11 python); do \
	if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
		echo "$$python -m venv $(1)  # $$("$$python" --version)"; \
		exec "$$python" -m venv --clear $(1); \
	fi; \
done; \
echo 'error: $(or $(PYTHON),there) is no Python 3.11 or newer that has the modules venv and ensurepip' >&2; \
echo 'hint: install one (Debian, Ubuntu: apt install python3-venv), or name it: make PYTHON=/path/to/python3' >&2; \
exit 1
endef
