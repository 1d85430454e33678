"""romtrack: the range of a hip from one camera, with its uncertainty.

What stands in ``__all__`` is promised: docs/api.md says what that means, docs/reference.md lists it. It is
loaded when it is first asked for.
"""

import importlib

__version__ = "0.1.0"

__all__ = [  # as in romtrack.api, which is not loaded for it; a test holds them together
    "AUTO",
    "Analysis",
    "CameraModel",
    "Measurement",
    "Notice",
    "PoseTrack",
    "Reading",
    "Repository",
    "RomtrackError",
    "Session",
    "SetRecord",
    "Settings",
    "SignalTrack",
    "Trial",
    "analyze",
    "analyze_many",
    "load_session",
    "measurements_frame",
    "open_log",
    "read_track",
    "signals_frame",
    "track_dataset",
]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(importlib.import_module("romtrack.api"), name)
    raise AttributeError(f"module 'romtrack' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
