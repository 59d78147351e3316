"""The garbage collector's long work, done while the keys rest: amid typing it would hold a screen up for some 0.2 s."""

import gc
from time import monotonic

_YOUNG = (5_000, 10, 1_000_000_000)  # the young are looked through as ever; everything, never by itself
_REST_S = 1.5


class Tidying:
    """Looks everything through when no key was pressed for a moment, and what is kept then never again."""

    def __init__(self) -> None:
        self._before = gc.get_threshold()
        self._pressed_at = monotonic()
        self._is_due = True
        self._screen: object = None

    def begin(self) -> None:
        """From now on only while the keys rest."""
        gc.set_threshold(*_YOUNG)

    def end(self) -> None:
        """As it was before."""
        gc.unfreeze()
        gc.set_threshold(*self._before)

    def pressed(self) -> None:
        """A key was pressed: keep out of its way."""
        self._pressed_at = monotonic()
        self._is_due = True

    def look(self, screen: object) -> None:
        """Tidy up if it is time to; another screen means that what the last one held may go."""
        if not self._is_due or monotonic() - self._pressed_at < _REST_S:
            return
        if screen is not self._screen:
            gc.unfreeze()
            self._screen = screen
        gc.collect()
        gc.freeze()
        self._is_due = False
