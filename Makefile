# Thin: each target is one command. `make` builds crossfoot and turns raw/ into processed/.

CROSSFOOT := target/release/crossfoot
RUST      := $(shell find pipeline schemas -name '*.rs' -o -name '*.tsv' -o -name '*.json') Cargo.toml Cargo.lock
TEXTS     := $(shell find raw schemas -type f)
VENV      := .venv

.PHONY: build parse validate reconcile emit check test accept lint bench interop breaking docs deny clean help
.DEFAULT_GOAL := build

build: processed/datapackage.json ## raw/ to processed/; nothing is done if nothing changed

processed/datapackage.json: $(CROSSFOOT) $(TEXTS)
	$(CROSSFOOT) build

$(CROSSFOOT): $(RUST)
	cargo build --release --locked
	@touch $@

parse: $(CROSSFOOT) ## stop behind parsing and show the tables
	$(CROSSFOOT) check --until parse

validate: $(CROSSFOOT) ## stop behind validating and show rows and rejects
	$(CROSSFOOT) check --until validate

reconcile: $(CROSSFOOT) ## stop behind reconciling and show the verdicts
	$(CROSSFOOT) check --until reconcile

emit: $(CROSSFOOT) ## make all files and list them, without publishing
	$(CROSSFOOT) check --until emit

check: $(CROSSFOOT) ## all but publishing
	$(CROSSFOOT) check

test: ## unit, integration, snapshot and doc tests
	cargo nextest run --workspace --locked
	cargo test --workspace --locked --doc

accept: ## review snapshots that changed
	cargo insta review

lint: ## formatting and clippy, warnings are errors
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

bench: $(VENV)/ready ## the benchmarks, as ratios in one run
	cargo bench --workspace --locked
	python3 benches/program.py
	$(VENV)/bin/python benches/validate.py

interop: build $(VENV)/ready ## load every dataset with DuckDB, Polars, pandas and pyarrow and compare
	$(VENV)/bin/python tests/interop/compare.py processed

$(VENV)/ready: tests/interop/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --requirement tests/interop/requirements.txt
	@touch $@

breaking: $(CROSSFOOT) ## contracts against those of the main branch
	$(CROSSFOOT) schema breaking --against $(or $(AGAINST),$(shell git rev-parse --verify --quiet origin/main >/dev/null && echo git:origin/main || echo git:main))

docs: $(CROSSFOOT) ## regenerate the generated documents
	$(CROSSFOOT) docs recipe-schema > schemas/recipe.schema.json
	$(CROSSFOOT) docs codes > CODES.md
	$(CROSSFOOT) docs checks > CHECKS.md

deny: ## licences, advisories and sources of dependencies
	cargo deny --locked check

clean: ## remove what was built and published
	cargo clean
	find processed -mindepth 1 ! -name .gitignore -delete
	rm -rf $(VENV) .processed.next

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/\1\t\2/' | expand -t 12
