# Every target sets up what it needs first; a second call finds that done in a moment.
# MAKLUMAT_PYTHON=/path/to/python chooses the interpreter; ARGS="…" is passed on.

SHELL := /bin/sh
PY := .venv/bin/python
MODE ?= quick
ARGS ?=

# The first Python that really starts: names on PATH may be shims that lead nowhere.
BOOTSTRAP = for python in $(PY) python3 python /usr/bin/python3; do \
	if "$$python" -c "" 2>/dev/null; then exec "$$python" scripts/bootstrap.py $(1); fi; done; \
	echo "Maklumat needs Python. Install python3 (3.12 or newer, with venv) and run this again." >&2; exit 1

# Modules compiled once are kept: without that each process that starts would compile the whole framework again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo dev test fix lock bench prove screenshots clean runtime development

help: ## show this list
	@echo "Maklumat: make <target>"
	@sed -n 's/^\([a-z]*\):[^#]*## /  \1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
		printf '%-14s %s\n' "$$name" "$$text"; done

demo: runtime ## start everything with a fictitious regency, ready to click through
	@.venv/bin/maklumat demo $(ARGS)

dev: development ## the same, reloading when the code changes
	@.venv/bin/maklumat demo --dev $(ARGS)

test: development ## everything that must hold (ARGS="-k word" or ARGS="--only pytest")
	@$(PY) -m tests.run $(ARGS)

fix: development ## tidy the Python code
	@$(PY) -m ruff check --fix . ; $(PY) -m ruff format .

bench: development ## measure (MODE=quick or MODE=full)
	@MODE=$(MODE) $(PY) -m benchmarks $(ARGS)

prove: development ## break things on purpose and show that nothing is lost
	@$(PY) -m tests.prove $(ARGS)

screenshots: development ## take the pictures for the documents
	@$(PY) -m tests.screenshots $(ARGS)

lock: development ## resolve the dependencies afresh
	@$(PY) scripts/lock.py

clean: ## remove what the set-up made; the data in var/ stays
	rm -rf .venv node_modules src/maklumat/ui/static/dist dist .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
	find src tests -name '*.mo' -delete -o -name '__pycache__' -type d -prune -exec rm -rf {} +

runtime:
	@$(call BOOTSTRAP)

development:
	@$(call BOOTSTRAP,--dev)
