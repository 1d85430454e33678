"""Each family of constants fitted again, from the tracks of clips whose truth is known.

``python -m calibration.fits.calf FOLDER...``; ``yaw``, ``level``, ``stand_ins``, ``sigma``, ``posture`` and
``cards`` alike. A folder holds rendered clips, ``x.mp4`` with ``x.gt.json``. A constant is never changed by
these scripts: they print what it is today, what the clips say, and what they say with each body left out.
"""
