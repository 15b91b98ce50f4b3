"""A state of the process that lasts as long as anything needs it: the first that enters makes it, the last undoes it.

Not here: which states there are (`collection`, `surroundings`).
"""

from collections.abc import Callable
from threading import Lock


class Overlapping:
    """A context that may be entered in several threads at once.

    Args:
        make: makes the state and returns what undoes it.
    """

    def __init__(self, make: Callable[[], Callable[[], None]]) -> None:
        self._make = make
        self._lock = Lock()
        self._inside = 0
        self._undo: Callable[[], None] | None = None

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._undo = self._make()
            self._inside += 1

    def __exit__(self, *_error: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside and self._undo is not None:
                undo, self._undo = self._undo, None
                undo()
