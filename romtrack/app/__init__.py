"""The app in the browser. Everything stays on this machine."""

from romtrack.app.server import MAIN, lifespan, serve

__all__ = ["MAIN", "lifespan", "serve"]
