"""The app in the browser. Everything stays on this machine."""

from romtrack.app.server import MAIN, ROUTES, guarded, lifespan, serve

__all__ = ["MAIN", "ROUTES", "guarded", "lifespan", "serve"]
