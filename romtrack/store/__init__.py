"""The log: sessions in a database, their tracks in files beside it."""

from romtrack.store.repository import OpenSession, Repository, open_repository
from romtrack.store.tracks import load_tracks, save_tracks

__all__ = ["OpenSession", "Repository", "load_tracks", "open_repository", "save_tracks"]
