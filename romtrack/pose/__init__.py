"""Poses from pictures: a protocol, the MediaPipe backend, and following one person."""

from romtrack.pose.appearance import hips_and_trunk
from romtrack.pose.bundle import bundled_model, check_model_file
from romtrack.pose.estimator import BLAZEPOSE, PeopleFinder, PoseEstimator, open_estimator, open_finder
from romtrack.pose.follow import STEP_TRUNKS, SubjectFollower
from romtrack.pose.people import SEVERAL_PEOPLE, Census, Reason, often_there
from romtrack.pose.scout import Subject, pointed, scouted
from romtrack.pose.track import TrackBuilder

__all__ = [
    "BLAZEPOSE",
    "SEVERAL_PEOPLE",
    "STEP_TRUNKS",
    "Census",
    "PeopleFinder",
    "PoseEstimator",
    "Reason",
    "Subject",
    "SubjectFollower",
    "TrackBuilder",
    "bundled_model",
    "check_model_file",
    "hips_and_trunk",
    "often_there",
    "open_estimator",
    "open_finder",
    "pointed",
    "scouted",
]
