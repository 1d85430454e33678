from romtrack.api import (
    AUTO as AUTO,
)
from romtrack.api import (
    Analysis as Analysis,
)
from romtrack.api import (
    CameraModel as CameraModel,
)
from romtrack.api import (
    Measurement as Measurement,
)
from romtrack.api import (
    Notice as Notice,
)
from romtrack.api import (
    PoseTrack as PoseTrack,
)
from romtrack.api import (
    Reading as Reading,
)
from romtrack.api import (
    Repository as Repository,
)
from romtrack.api import (
    RomtrackError as RomtrackError,
)
from romtrack.api import (
    Session as Session,
)
from romtrack.api import (
    SetRecord as SetRecord,
)
from romtrack.api import (
    Settings as Settings,
)
from romtrack.api import (
    SignalTrack as SignalTrack,
)
from romtrack.api import (
    Trial as Trial,
)
from romtrack.api import (
    analyze as analyze,
)
from romtrack.api import (
    load_session as load_session,
)
from romtrack.api import (
    measurements_frame as measurements_frame,
)
from romtrack.api import (
    open_log as open_log,
)
from romtrack.api import (
    read_track as read_track,
)
from romtrack.api import (
    signals_frame as signals_frame,
)
from romtrack.api import (
    track_dataset as track_dataset,
)

__all__ = [
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
    "__version__",
    "analyze",
    "load_session",
    "measurements_frame",
    "open_log",
    "read_track",
    "signals_frame",
    "track_dataset",
]
__version__: str
