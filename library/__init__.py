"""What a user may ask of a library: the one service behind front end, API and command line."""

from library.opening import Library, open_library

__all__ = ["Library", "open_library"]
