"""deploylint reads everything that describes one self-hosted deployment and says what is wrong with it, and where."""

__version__ = "0.1.0"

__all__ = ["__version__"]
