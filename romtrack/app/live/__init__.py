"""The camera in the page: sessions by token, their websocket, and the component that draws them."""

from romtrack.app.live.booths import BOOTHS, Booth, Booths
from romtrack.app.live.socket import ROUTES

__all__ = ["BOOTHS", "ROUTES", "Booth", "Booths"]
