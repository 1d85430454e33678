from romtrack.api import *  # noqa: F403  all that api promises, written once there
from romtrack.api import __all__ as __all__

__version__: str
