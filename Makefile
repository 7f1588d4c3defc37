# The commands of this project; each sets up what it needs in .venv first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1

.PHONY: help site serve test slow long anyday check reference screenshots clean

help: ## show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

site: $(VENV)/site.done ## build the sample handbook strictly into site/
	$(BIN)/handbook build --strict
	@echo "site/index.html: $$(find site -name '*.html' | wc -l | tr -d ' ') pages; read them with 'make serve', or for the disk run '$(BIN)/handbook build --no-directory-urls'"

serve: $(VENV)/site.done ## serve the sample handbook with live reload
	$(BIN)/handbook serve

test: site $(VENV)/dev.done ## build the site, then run the tests for each commit; `make slow` runs the rest
	$(BIN)/pytest -n auto --dist loadgroup

# For hours rather than minutes: two years of daily runs, long histories of builds, many other inputs of properties each time,
# fuzzing for 10 minutes, and 500 disturbances.
long: SLOW := slow or long
long: export HYPOTHESIS_PROFILE := random
long: export FUZZ_SECONDS := 600
long: export ROUNDS := 500
long: slow ## run `make slow` with other inputs each time, more of everything, and axe on every page

SLOW := slow and not long
# Browser tests set their own day, so these other days leave them out; `make anyday` has them.
DAYS ?= 2027-03-28 2031-07-01 --ignore tests/browser
slow: $(VENV)/dev.done ## run the tests that need longer (builds, fuzzing, the wheel, more browsers), and those of `make test` on two other days
	$(BIN)/pytest -m "$(SLOW)" -n auto --dist loadgroup
	$(if $(DAYS),$(BIN)/python tests/anyday.py $(DAYS))

anyday: $(VENV)/dev.done ## run the tests of `make test` on four other days (needs faketime)
	$(BIN)/python tests/anyday.py

check: $(VENV)/dev.done ## formatting, lint, types, import contract, the handbook's own lint and its truth, workflows
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/handbook lint
	$(BIN)/python tests/site_links.py mkdocs.yml
	$(BIN)/python tests/workflow_checks.py
	@echo "all checks passed"

reference: $(VENV)/dev.done ## write the generated pages of the guide anew
	UPDATE_GOLDEN=1 $(BIN)/pytest -q tests/lint/test_reference.py

# Pictures show the day of the tests.
screenshots: export SOURCE_DATE_EPOCH := 1795176000
screenshots: site $(VENV)/dev.done ## take the pictures of the README from the built site
	$(BIN)/python tests/screenshots.py

clean: ## remove everything that can be made again
	rm -rf $(VENV) site dist .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(VENV)/site.done: pyproject.toml
	$(PYTHON) -I -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	$(PYTHON) -I -m venv $(VENV)
	$(BIN)/python -I -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/dev.done: $(VENV)/site.done
	$(BIN)/python -I -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
