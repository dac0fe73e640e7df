# Two of these are all that a fresh machine needs: `make demo` and `make test` install everything into .venv themselves.

PYTHON ?= python3
BIN := .venv/bin
SEED ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Stamps: written when an installation is complete, older than the files that decide what is installed.
INSTALLED := .venv/.installed
INSTALLED_DEV := .venv/.installed-dev

# Reference programs that tests ask for their verdict: links in .oracles/bin, made when their program is there.
ORACLES := .oracles
SARIF := 5.7.0

.PHONY: help demo test check format generate oracles bench sample corpus fuzz wheel clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(INSTALLED)  ## install into .venv and lint examples/homelab
	@# The example is full of planted defects: exit status 1 (findings) is what should happen here, nothing else is.
	@$(BIN)/deploylint validate examples/homelab; status=$$?; \
	test $$status -eq 1 || { echo "make demo: expected findings (exit status 1), got exit status $$status" >&2; exit 1; }

test: $(INSTALLED_DEV)  ## install into .venv and run all tests
	$(BIN)/pytest -q -n auto --dist loadgroup

check: $(INSTALLED_DEV)  ## ruff, mypy --strict, import contracts, generated files in sync
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/generate.py --check

format: $(INSTALLED_DEV)  ## format the Python files
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

generate: $(INSTALLED_DEV)  ## write the files that are generated from schemas/
	$(BIN)/python tools/generate.py

oracles: $(addprefix $(ORACLES)/bin/,sarif-multitool read-caddyfile load-compose)  ## install the reference programs that the oracle tests ask (needs npm, go)

bench: $(INSTALLED_DEV)  ## measure against compose-lint and dclint (downloads both, needs npm); writes docs/performance.md
	$(BIN)/python tools/bench.py

sample: $(INSTALLED)  ## SEED=n: print a sample of findings over the corpus (DEPLOYLINT_CORPUS)
	@$(BIN)/python tools/sample.py --seed $(SEED)

corpus: $(INSTALLED)  ## lint and fix every folder of the corpus (DEPLOYLINT_CORPUS), report what goes wrong
	@$(BIN)/python tools/corpus.py
	@$(BIN)/python tools/repairs.py

fuzz: $(INSTALLED_DEV)  ## run the property tests with many more examples
	HYPOTHESIS_PROFILE=fuzz $(BIN)/pytest -q -n auto --dist loadgroup tests/properties

wheel: $(INSTALLED_DEV)  ## build the source archive and the wheel into dist/
	$(BIN)/python -m build

clean:  ## remove what the other targets made
	rm -rf .venv .oracles .scratch dist build .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(BIN)/pip:
	$(PYTHON) -m venv .venv

$(INSTALLED): pyproject.toml hatch_build.py | $(BIN)/pip
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(INSTALLED_DEV): pyproject.toml hatch_build.py | $(BIN)/pip
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@ $(INSTALLED)

$(ORACLES)/bin/sarif-multitool: $(ORACLES)/sarif-multitool-$(SARIF)
	chmod u+x $</node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
	mkdir -p $(@D)
	ln -sf ../sarif-multitool-$(SARIF)/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool $@

$(ORACLES)/sarif-multitool-$(SARIF):
	rm -rf $@.part
	mkdir -p $@.part
	npm install --silent --no-audit --no-fund --no-save --ignore-scripts --prefix $@.part \
	  @microsoft/sarif-multitool-linux@$(SARIF)
	mv $@.part $@

$(ORACLES)/bin/read-caddyfile: $(wildcard tests/oracles/caddyfile/*)
	mkdir -p $(@D)
	cd $(<D) && PATH="$$PATH:/usr/local/go/bin" go build -buildvcs=false -trimpath -o ../../../$@ .

$(ORACLES)/bin/load-compose: $(wildcard tests/oracles/compose/*)
	mkdir -p $(@D)
	cd $(<D) && PATH="$$PATH:/usr/local/go/bin" go build -buildvcs=false -trimpath -o ../../../$@ .
