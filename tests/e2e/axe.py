"""What axe-core finds wrong on a page: WCAG 2.2 A and AA, and headings out of order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE: Final = ROOT / "node_modules" / "axe-core" / "axe.min.js"
MISSING: Final = "axe-core is not installed: npm ci --ignore-scripts"
_TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_ALSO: Final = ("heading-order", "empty-heading", "focus-order-semantics", "tabindex")


def violations(page: Page) -> list[str]:
    """Return what is wrong, a line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = {rule: {"enabled": True} for rule in _ALSO}
    found: list[dict[str, Any]] = page.evaluate(
        "options => axe.run(document, options).then(found => found.violations)",
        {"runOnly": list(_TAGS), "rules": rules, "resultTypes": ["violations"]},
    )
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
