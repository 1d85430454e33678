"""The log: sessions in a database, their tracks in files beside it."""

from romtrack.store.leases import Lease, OpenSession, TakenError
from romtrack.store.records import Correction, HistoryEntry, Purged, Which
from romtrack.store.repository import Removed, Repository, open_repository
from romtrack.store.telling import can_be_called, told
from romtrack.store.tracks import load_tracks, save_tracks

__all__ = [
    "Correction",
    "HistoryEntry",
    "Lease",
    "OpenSession",
    "Purged",
    "Removed",
    "Repository",
    "TakenError",
    "Which",
    "can_be_called",
    "load_tracks",
    "open_repository",
    "save_tracks",
    "told",
]
