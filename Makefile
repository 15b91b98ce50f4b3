# All that a person has to remember. Each target gets uv and the locked environment by itself; a second call takes no time.

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench docs pulumi sync

uv  := .ci/uv
run := $(uv) run --no-sync

# More arguments for pytest: make test ARGS="-k money"
ARGS :=

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: sync ## what a change to the example web shop costs a month, offline, with or without a Pulumi CLI
	@$(run) outlay preview examples/webshop --stack prod --offline

test: sync ## run every test; those of the engine are skipped where no Pulumi CLI can be provided
	@$(run) python tools/pulumi-cli/provide.py || echo "make test: no Pulumi CLI; the tests that drive it will be skipped" >&2
	@$(run) pytest -n auto --dist worksteal $(ARGS)

lint: sync ## check style, types and the direction of imports
	@$(run) ruff check
	@$(run) ruff format --check
	@$(run) mypy
	@$(run) lint-imports --no-logo

bench: pulumi ## measure, each figure as a ratio against a named baseline
	@$(run) python -m bench

docs: sync ## write the generated tables of the documentation anew
	@$(run) python docs/generate.py
	@$(run) python docs/printed.py

pulumi: sync ## provide the Pulumi CLI: the one on PATH, else the official installer, else a build of our own
	@$(run) python tools/pulumi-cli/provide.py

sync: ## the environment in .venv, exactly as in uv.lock
	@[ ! -x .venv/bin/python ] || quiet=--quiet; $(uv) sync $$quiet --all-extras --frozen
