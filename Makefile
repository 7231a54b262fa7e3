# Focalpoint: `make run` sets up everything and serves the desk; `make test` sets up everything and tests it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP     = $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test long check check-types check-style check-rules bench setup lock snapshot messages clean

# The demonstration has a home of its own, so that nothing of an office ever lies beside it.
run: export FOCALPOINT_HOME ?= var/demo
run: setup
	@$(BIN)/focalpoint up

setup: $(VENV)/.run

test: $(VENV)/.dev
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

# The long forms: homes of every earlier version, a cluster, every byte; then the whole desk on PostgreSQL, of which
# `.ci/run` tries what the two databases could do differently. Run them before a release.
long: $(VENV)/.dev
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder -m long $(ARGS)
	$(if $(ARGS),,@.ci/postgresql $(MAKE) test ARGS=tests/web)

# With `make -j2 check` the types are checked while the rest is.
check: check-types check-style check-rules

check-types: $(VENV)/.dev
	$(BIN)/mypy

check-style: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

check-rules: $(VENV)/.dev
	$(BIN)/python -m pytest -q tests/repository

bench: $(VENV)/.dev $(VENV)-peers/.peers
	$(BIN)/python -m benchmarks $(ARGS)

# Collect the sentences to translate and compile what is translated; needs gettext.
messages: $(VENV)/.dev
	$(BIN)/python -m focalpoint.desk.site.messages collect
	$(BIN)/python -m focalpoint.desk.site.messages compile

# The data in the package, derived anew from the producers' files, which are not part of the product.
snapshot: $(VENV)/.dev
	$(BIN)/python -m snapshot $(or $(FROM),../shared/data)

# One environment. Each stamp is renewed when its pinned list changes.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Focalpoint needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make PYTHON=python3.11 run"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make an environment here. On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.run: requirements/run.txt pyproject.toml | $(BIN)/python
	@sh requirements/system.sh
	@echo "Installing into $(VENV) (once; about a minute)"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)-peers/.peers: requirements/peers.txt
	@$(PYTHON) -m venv $(VENV)-peers
	@$(VENV)-peers/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --no-build-isolation -r requirements/peers.txt
	@touch $@

# Renew the pinned lists; needs uv.
lock:
	uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra setup pyproject.toml -o requirements/run.txt
	uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra setup --extra cluster --extra dev pyproject.toml -o requirements/dev.txt
	uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra setup --extra cluster pyproject.toml -o requirements/cluster.txt
	uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group peers -o requirements/peers.txt

clean:
	rm -rf $(VENV) $(VENV)-peers .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
