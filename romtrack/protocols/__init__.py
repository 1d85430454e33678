"""How a track is read: for every exercise card the same way, for a file and for the camera."""

from romtrack.protocols.proposing import advise, choose, sits_mostly
from romtrack.protocols.reading import Reading, nobody, read, view_settings

__all__ = ["Reading", "advise", "choose", "nobody", "read", "sits_mostly", "view_settings"]
