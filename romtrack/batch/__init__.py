"""Many processes: for one video, and for many videos."""

from romtrack.batch.account import Account
from romtrack.batch.listing import LIST_COLUMNS, Task, listed
from romtrack.batch.many import VideoDone, analyzed, done_before, expected_frames, key_of, run
from romtrack.batch.pieces import free_cores, in_pieces
from romtrack.batch.summary import words_of, write_summary

__all__ = [
    "LIST_COLUMNS",
    "Account",
    "Task",
    "VideoDone",
    "analyzed",
    "done_before",
    "expected_frames",
    "free_cores",
    "in_pieces",
    "key_of",
    "listed",
    "run",
    "words_of",
    "write_summary",
]
