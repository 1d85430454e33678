"""The log: sessions in a database, their tracks in files beside it."""

from romtrack.store.leases import Lease, OpenSession, TakenError
from romtrack.store.repository import Repository, open_repository
from romtrack.store.tracks import load_tracks, save_tracks

__all__ = [
    "Lease",
    "OpenSession",
    "Repository",
    "TakenError",
    "load_tracks",
    "open_repository",
    "save_tracks",
]
