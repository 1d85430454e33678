"""A rendered parametric human with exactly known joint angles: ground truth for romtrack.

Run it from the checkout in an environment of its own (``requirements.txt``)::

    python -m calibration.phantom.render --motion clamshell --body female --side left --seed 3 --out x.mp4

Only ``gfx`` needs OpenGL; poses, time lines, cameras and truth are NumPy alone.
"""
