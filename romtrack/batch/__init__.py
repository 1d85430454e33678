"""Many processes for one video."""

from romtrack.batch.pieces import free_cores, in_pieces

__all__ = ["free_cores", "in_pieces"]
