"""Poses from pictures: a protocol, the MediaPipe backend, and following one person."""

from romtrack.pose.bundle import bundled_model, check_model_file
from romtrack.pose.estimator import BLAZEPOSE, PeopleFinder, PoseEstimator, open_estimator, open_finder
from romtrack.pose.follow import SubjectFollower
from romtrack.pose.people import Census
from romtrack.pose.track import TrackBuilder

__all__ = [
    "BLAZEPOSE",
    "Census",
    "PeopleFinder",
    "PoseEstimator",
    "SubjectFollower",
    "TrackBuilder",
    "bundled_model",
    "check_model_file",
    "open_estimator",
    "open_finder",
]
