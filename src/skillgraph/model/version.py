"""The version of this installation."""

__version__ = "0.2.0"
