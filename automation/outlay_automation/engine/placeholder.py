"""What stands in for a secret that nobody here can open.

A module of its own, since two processes need the word and neither what the other imports.
"""

from typing import Final

PLACEHOLDER: Final = "outlay-placeholder"
"""In a throw-away backend it takes the place of every secret, in configuration and state alike."""
