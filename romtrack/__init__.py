"""romtrack: seated hip internal rotation from one camera, with its uncertainty."""

__version__ = "0.1.0"
