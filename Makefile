# What a newcomer types: `make run` and `make test`. Needs Debian with python3, pip, git and make; root or not.
# All that is fetched stays in this folder: uv in .uv/, the environment in .venv/, from uv.lock.

PYTHON ?= python3
UV_VERSION := 0.13.8
PYTEST_ARGS ?=
BENCH_ARGS ?=

# The Python that is here, never a downloaded build; the certificates that the system trusts.
export UV_PYTHON := $(PYTHON)
export UV_PYTHON_DOWNLOADS := never
export UV_PYTHON_PREFERENCE := only-system
export UV_SYSTEM_CERTS := true
export UV_PROJECT_ENVIRONMENT := .venv
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH

# uv keeps what it fetched in the user's cache, or here for a user who has no home.
ifneq ($(shell mkdir -p "$${XDG_CACHE_HOME:-$$HOME/.cache}" 2>/dev/null && test -w "$${XDG_CACHE_HOME:-$$HOME/.cache}" && echo yes),yes)
export UV_CACHE_DIR := $(CURDIR)/.uv/cache
endif

UV := .uv/bin/uv
STAMP := .venv/.made-from-lock

.PHONY: run test check bench coverage format servers environment-by-pip clean

run: $(STAMP) ## the daemon in the foreground
	@exec .venv/bin/mailticket run --config config/mailticket.toml

test: servers ## all tests, with real servers
	.venv/bin/pytest $(PYTEST_ARGS)

check: $(STAMP) ## lint, types, layers
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: servers ## the benchmarks
	@PYTHONPATH=tests .venv/bin/python -m bench $(BENCH_ARGS)

coverage: servers ## the tests again, and the branches that none of them took
	.venv/bin/coverage erase
	.venv/bin/coverage run -m pytest $(PYTEST_ARGS)
	.venv/bin/coverage combine --quiet
	.venv/bin/coverage report

format: $(STAMP)
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

# As root what the tests need is installed; anybody else is told what is missing and what installs it.
servers: $(STAMP)
	@PYTHONPATH=tests .venv/bin/python -m servers.install

$(STAMP): uv.lock pyproject.toml $(UV)
	@echo "Making the environment in .venv from uv.lock" >&2
	@$(UV) sync --quiet --frozen --all-extras || $(MAKE) --no-print-directory environment-by-pip
	@.venv/bin/python -m compileall -q -j 0 src .venv/lib >/dev/null || true # each start is faster by half a second
	@touch $@

# Where only pip knows the way to the packages, by a mirror of its own: the same versions, checked by their hashes.
environment-by-pip: $(UV)
	@echo "uv could not fetch the packages; trying with pip" >&2
	$(UV) venv --quiet --clear .venv
	$(UV) export --quiet --frozen --all-extras --no-emit-project --output-file .uv/requirements.txt
	$(PYTHON) -m pip --python .venv/bin/python install --quiet --require-hashes -r .uv/requirements.txt
	$(PYTHON) -m pip --python .venv/bin/python install --quiet --no-deps --editable .

# Debian's python3 has no venv and its pip refuses to install system-wide: a folder of our own needs neither.
$(UV):
	@echo "Fetching uv $(UV_VERSION) into .uv" >&2
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-warn-script-location --root-user-action=ignore \
		--upgrade --target .uv uv==$(UV_VERSION)
	@touch $@

clean:
	rm -rf .venv .uv dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
