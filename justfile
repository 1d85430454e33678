# The commands of this checkout; `just` lists them. They use .venv, which `just setup` makes.
export PATH := justfile_directory() / ".venv/bin:" + env("PATH")

# list the commands
default:
    @just --list

# make .venv with the locked dependencies and this checkout
setup:
    python3 -m venv .venv
    pip install -r requirements-dev.lock
    pip install --no-deps -e .

# fetch what checks the live page's script (needs node and npm)
setup-page:
    npm ci --ignore-scripts

# run the tests; arguments go to pytest
test *arguments:
    pytest {{ arguments }}

# check style and formatting
lint:
    ruff check
    ruff format --check

# check the types
types:
    mypy --strict

# check which room imports which
layers:
    lint-imports

# style, types and tests of the live page's script
page:
    npm run --silent check

# bring the catalogues of the other languages up to date with all texts
catalogs:
    python docs/make_catalogs.py

# everything that needs no fresh machine
check: lint types layers page test

# remake the lock file (needs uv)
lock:
    uv pip compile --universal --python-version 3.11 --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "just lock" pyproject.toml -o requirements-dev.lock

# measure speeds
bench:
    pytest tests/benchmarks -n 0

# what a bare Debian machine would run
ci:
    .ci/run
