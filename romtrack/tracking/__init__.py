"""From frames to the pose track of one person, and what each frame says of their shanks and of the room."""

from romtrack.tracking.observer import Look, Observer
from romtrack.tracking.person import Followed, find_subject, track_person
from romtrack.tracking.pictures import LONGEST_EDGE_PX, Still, still, unmirrored
from romtrack.tracking.segments import WHOLE, Segment, joined

__all__ = [
    "LONGEST_EDGE_PX",
    "WHOLE",
    "Followed",
    "Look",
    "Observer",
    "Segment",
    "Still",
    "find_subject",
    "joined",
    "still",
    "track_person",
    "unmirrored",
]
