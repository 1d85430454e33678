"""The licences that the documentation tells, against what is installed."""

from __future__ import annotations

from importlib.metadata import distribution

import av
from conftest import ROOT
from licences import licences

PAGE = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")


def test_the_page_has_every_package_that_a_run_needs() -> None:
    assert [f"| {name} | {licence} |" for name, licence in licences().items()] == [
        line for line in PAGE.partition("## Packages")[2].splitlines() if line.startswith("| ")
    ][1:]


def test_what_the_page_says_of_the_gpl_is_so() -> None:
    bundled = {file.name.partition("-")[0] for file in distribution("av").files or () if ".libs" in str(file)}
    assert bundled == set() or {"libx264", "libx265"} <= bundled
    assert "libx264" in av.codecs_available
