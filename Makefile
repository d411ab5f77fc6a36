# `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXTRAS := .venv-extras
PEERS := .venv-peers
JUDGE := .venv-judge
NODE := tests/node/node_modules
LOCK := --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --no-header --no-annotate
# The questions that the search is measured on do not come along; they are looked for here.
SWEQUAD := $(if $(LOTSEN_SHARED),$(wildcard $(LOTSEN_SHARED)/evaldata/swequad-train))
# One thread for the encoder: more are slower beside any other busy process.
export OMP_NUM_THREADS := 1

.PHONY: help install run test long test-extras check format lock seed table pictures bench bench-load bench-ui bench-evals bench-peers evals baseline mutate clean

help: ## visa den här listan
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

install: $(VENV)/.installed ## skapa .venv och installera från låset

run: install ## bygg index om det saknas och starta webbappen
	@$(BIN)/lotsen serve $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

test: $(VENV)/.installed-dev $(NODE)/.installed ## kör alla tester
	$(BIN)/pytest

long: $(VENV)/.installed-dev ## kör testerna som tar minuter
	$(BIN)/pytest -m long

test-extras: ## testa tilläggen sentence-transformers och judge i var sin miljö
	test -d $(EXTRAS) || $(PYTHON) -m venv $(EXTRAS)
	$(EXTRAS)/bin/python -m pip install --quiet torch==2.13.0
	$(EXTRAS)/bin/python -m pip install --quiet --editable '.[sentence-transformers]' pytest
	$(EXTRAS)/bin/python -m pytest -m extras tests/extras --ignore tests/extras/test_deepeval_judge.py
	test -d $(JUDGE) || $(PYTHON) -m venv $(JUDGE)
	$(JUDGE)/bin/python -m pip install --quiet --editable '.[judge]' pytest
	$(JUDGE)/bin/python -m pytest -m extras tests/extras/test_deepeval_judge.py

check: $(VENV)/.installed-dev ## stil, typer och importregler
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev ## rätta formateringen
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/.installed-dev ## räkna om låsen efter en ändring i pyproject.toml
	$(BIN)/uv pip compile $(LOCK) --quiet --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile $(LOCK) --quiet --group build --group dev pyproject.toml -o requirements-dev.lock

seed: $(VENV)/.installed-dev ## räkna om de medföljande vektorerna efter en ändring i corpus/guidance
	rm -rf build/seed
	LOTSEN_ENCODER=none LOTSEN_DATA_DIR=build/seed $(BIN)/lotsen ingest build
	$(BIN)/python -m corpus.seeding build/seed
	rm -rf build/seed

table: $(VENV)/.installed-dev ## skriv om tabellen över källor i docs/corpus.md
	$(BIN)/python tools/source_table.py

pictures: $(VENV)/.installed-dev ## ta om skärmbilderna i docs/ui
	LOTSEN_PICTURES=docs/ui $(BIN)/pytest tests/browser -k "picture or council or citation"

bench: $(VENV)/.installed-dev ## mät tider och minne, redovisade med maskinens namn
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/ingest.py

bench-load: $(VENV)/.installed-dev ## mät svar vid 1 000 och 100 000 stycken, 50 personer och minnet
	$(BIN)/python benchmarks/load.py

bench-ui: $(VENV)/.installed-dev ## mät sidan i Chromium: storlek, väntan och tjugo läsare på en gång
	$(BIN)/python benchmarks/ui.py

bench-evals: $(VENV)/.installed-dev ## mät en körning av våra egna frågor, dess rapport och en jämförelse
	$(BIN)/python benchmarks/evals.py

bench-peers: ## jämför sökningen med andras på samma data; LOTSEN_SHARED namnger mappen
	test -d $(PEERS) || $(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet torch==2.13.0
	$(PEERS)/bin/python -m pip install --quiet --editable '.[peers]'
	$(PEERS)/bin/python -m pip install --quiet --no-deps llama-index-retrievers-bm25==0.8.0
	$(PEERS)/bin/python benchmarks/retrieval_peers.py

evals: install ## pröva alla grindar: testfallen, svaren mot baslinjen, sökningen och kontrollen
	$(BIN)/lotsen evals check $(if $(SWEQUAD),--dataset "$(SWEQUAD)")

baseline: install ## gör dagens svar till ny baslinje; förklara varför i din commit
	$(BIN)/lotsen evals check --renew

mutate: $(VENV)/.installed-dev ## ändra måttens kod i smått och räkna vilka ändringar testerna märker
	rm -rf mutants
	$(BIN)/mutmut run
	$(BIN)/mutmut results

clean: ## ta bort miljöerna
	rm -rf $(VENV) $(EXTRAS) $(PEERS) $(JUDGE)

$(VENV)/.installed: requirements.lock pyproject.toml
	PYTHON=$(PYTHON) sh tools/install.sh requirements.lock
	touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml
	PYTHON=$(PYTHON) sh tools/install.sh requirements-dev.lock
	touch $@ $(VENV)/.installed

$(NODE)/.installed: tests/node/package-lock.json
	npm ci --silent --no-audit --no-fund --prefix tests/node
	touch $@
