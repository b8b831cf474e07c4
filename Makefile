# Two commands: `make run` and `make test`. They need Python 3.11 and make; everything else they install into .venv.
# Settings come from the environment or behind the command: make run PORT=9000 DATABASE_URL=postgres://user@host/name

PYTHON ?= $(shell command -v python3.11 || command -v python3)
IN_VENV := .venv/bin/python
# The tests share the machine's cores; TESTS="tests/licensing -k apache" runs some of them.
TESTS ?=
BENCH ?=
JOBS ?= 2

.PHONY: help run test dev watch bench lint lock install install-dev
.DEFAULT_GOAL := help

help:  ## Show what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

run: install  ## Start the catalog on http://127.0.0.1:8000/
	@exec $(IN_VENV) -m config.serve

test: install-dev  ## Run every test that needs no other server
	@$(IN_VENV) -m pytest -n $(JOBS) $(TESTS)

dev: install-dev  ## Start it for changing it: reload on save, debug toolbar
	@DEBUG=1 DEBUG_TOOLBAR=1 $(IN_VENV) -m config.develop

watch: install-dev  ## Run the tests that failed last, again on every save
	@$(IN_VENV) -m watchfiles --filter python "$(IN_VENV) -m pytest --last-failed --quiet $(TESTS)" config catalog registry tests

bench: install-dev  ## Measure what requests cost beside a plain API (BENCH="--sizes 5000": see benchmarks/README.md)
	@$(IN_VENV) benchmarks/run.py $(BENCH)

lint: install-dev  ## Check style, types and import rules
	@$(IN_VENV) -m ruff check .
	@$(IN_VENV) -m ruff format --check .
	@DEBUG=1 $(IN_VENV) -m mypy
	@DEBUG=1 .venv/bin/lint-imports
	@.venv/bin/djlint --quiet --lint catalog registry

lock: install-dev  ## Choose the newest versions that fit and write the lock files
	@for name in requirements requirements-dev requirements-uv; do \
		$(IN_VENV) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
			--custom-compile-command "make lock" --no-emit-index-url --no-emit-find-links $$name.in -o $$name.txt || exit 1; \
	done

install:
	@$(PYTHON) config/install.py

install-dev:
	@$(PYTHON) config/install.py --dev
