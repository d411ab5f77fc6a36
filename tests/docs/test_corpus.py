"""docs/corpus.md tells of the sources as they are."""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_table_of_sources_is_the_catalogues() -> None:
    tool = ROOT / "tools" / "source_table.py"
    spec = importlib.util.spec_from_file_location("source_table", tool)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    page = module.PAGE.read_text(encoding="utf-8")
    assert module.with_table(page) == page, "run make table"
