"""From frames to the pose track of one person, and what each frame says of their shanks and of the room."""

from romtrack.tracking.observer import Look, Observer
from romtrack.tracking.person import Followed, track_person
from romtrack.tracking.pictures import LONGEST_EDGE_PX, Still, still, unmirrored

__all__ = [
    "LONGEST_EDGE_PX",
    "Followed",
    "Look",
    "Observer",
    "Still",
    "still",
    "track_person",
    "unmirrored",
]
