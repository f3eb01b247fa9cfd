# Every target sets up what it needs itself, on a machine that has only Python 3.11 and make.
#   make run     open Palermo in the browser; the starter library is built on the first run
#   make test    run the tests        (make test ARGS="-k treaties" for some of them)
#   make check   style, types and the direction of imports
#   make bench   measure speed and accuracy

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test check bench system-packages
ARGS ?=

# The environment is made once by `uv sync --frozen`; --no-sync keeps uv from looking at it again.
UV = uv=$$(tools/uv.sh) && "$$uv"
RUN = $(UV) run --no-sync
ENVIRONMENT = .venv/.synced

help:
	@sed -n '2,5s/^#   //p' Makefile

run: $(ENVIRONMENT)
	$(RUN) palermo ui $(ARGS)

test: $(ENVIRONMENT) system-packages
	$(RUN) pytest -n 2 $(ARGS)

check: $(ENVIRONMENT)
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy
	$(RUN) lint-imports

bench: $(ENVIRONMENT)
	$(RUN) python -m benchmarks $(ARGS)

$(ENVIRONMENT): pyproject.toml uv.lock
	$(UV) sync --frozen
	@touch $@

system-packages:
	@tools/system-packages.sh
