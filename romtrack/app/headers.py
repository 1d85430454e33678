"""What every answer tells the browser: nobody frames it, nothing is asked of another machine."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import streamlit as st

__all__ = ["headers_for", "is_static"]

_STATIC: Final = "/static/"  # Streamlit's own files: the same for everybody, named by their content
_INLINE: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_ALWAYS: Final = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # tokens stand in addresses
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), fullscreen=(self), microphone=(), display-capture=()",
}


def is_static(path: str) -> bool:
    """Say whether a path is one of Streamlit's own files."""
    return path.startswith(_STATIC)


def headers_for(path: str) -> dict[str, str]:
    """Return the headers of an answer; what tells about a person is not kept by the browser."""
    kept = {} if is_static(path) else {"Cache-Control": "no-store"}
    return {**_ALWAYS, "Content-Security-Policy": _policy(), **kept}


@cache
def _policy() -> str:
    """Return the content policy: this server, and what Streamlit makes in the page itself."""
    allowed = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", "blob:", *_inline_scripts()]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "media-src": "'self' blob:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "frame-src": "'none'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in allowed.items())


def _inline_scripts() -> list[str]:
    """Return the hashes of the scripts that stand in Streamlit's own page."""
    page = Path(st.__file__).with_name("static") / "index.html"
    scripts = _INLINE.findall(page.read_text(encoding="utf-8"))
    return [f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts]
