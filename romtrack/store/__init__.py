"""The log: sessions in a database, their tracks in files beside it."""

from romtrack.store.leases import Lease, OpenSession, TakenError
from romtrack.store.records import Change, Correction, Purged, Which
from romtrack.store.repository import Repository, open_repository
from romtrack.store.tracks import load_tracks, save_tracks

__all__ = [
    "Change",
    "Correction",
    "Lease",
    "OpenSession",
    "Purged",
    "Repository",
    "TakenError",
    "Which",
    "load_tracks",
    "open_repository",
    "save_tracks",
]
