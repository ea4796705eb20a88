PYTHON ?= python3

.PHONY: demo quick test readers release lock clean

demo quick test readers release: ## set up the environment, then run the task
	@$(PYTHON) tasks.py $@

lock: ## pin the newest versions that pyproject.toml allows, with hashes and without URLs
	uv pip compile --upgrade --universal --python-version 3.11 --all-extras --group dev --generate-hashes \
	    --no-header --no-annotate --quiet pyproject.toml -o requirements.lock

clean: ## remove what the tasks made
	rm -rf .venv build results .mypy_cache .ruff_cache .pytest_cache .hypothesis
