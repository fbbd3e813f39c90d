"""One version everywhere."""

import re
import tomllib

import yaml

from .markdown import ROOT


def test_package_citation_and_changelog_tell_one_version_and_date() -> None:
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    newest = re.search(r"^## \[(.+)\] - (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest.groups() == (package["version"], str(citation["date-released"]))
    assert citation["version"] == package["version"]
