"""What ``romtrack doctor`` says: one diagnosis for each thing that romtrack needs of a machine.

It has to work exactly when things are broken. So every check stands alone, imports what it needs
when it runs, and asks native libraries only in a child process, where a crash is an answer too.
No camera is opened and no internet socket, and no database is made.
"""

from romtrack.diagnosis._diagnosis import Diagnosis, Status
from romtrack.diagnosis._run import diagnose

__all__ = ["Diagnosis", "Status", "diagnose"]
