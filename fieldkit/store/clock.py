"""A clock that never runs back and agrees with cause and effect: a hybrid logical clock.

Source: Kulkarni et al. 2014, "Logical Physical Clocks". A stamp is text of 24 characters whose order is the order
of time, such as `20260921T141236705Z-0000`: UTC in milliseconds and a counter of four hexadecimal digits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Wall = Callable[[], datetime]
AHEAD = timedelta(hours=36)
"""A foreign stamp further ahead than this is kept as it is but does not drag our own clock along."""
_COUNTS = 0x10000


def wall() -> datetime:
    """Return the laptop's own idea of now, in UTC."""
    return datetime.now(UTC)


class Clock:
    """Stamps for one project file. `last` is the greatest stamp it has given or accepted."""

    def __init__(self, now: Wall = wall, last: str = "") -> None:
        self.now = now
        self.last = last
        self.missed = False
        """Whether a stamp was heard that is too far ahead: it may hide others, or seem so while the wall is wrong."""
        self._lock = threading.Lock()

    def tick(self) -> str:
        """Return a new stamp, greater than every one before it."""
        with self._lock:
            stamp = _text(self.now(), 0)
            if stamp <= self.last:
                stamp = _after(self.last)
            self.last = stamp
            return stamp

    def hear(self, stamp: str) -> None:
        """Take notice of a stamp from elsewhere, so that what we write next comes after it."""
        with self._lock:
            if stamp > _text(self.now() + AHEAD, 0):
                self.missed = True
            elif self.last < stamp:
                self.last = stamp


def moment(stamp: str) -> datetime:
    """Return when a stamp was given, as far as the clock of the laptop that gave it was right."""
    return datetime.fromisoformat(f"{stamp[:15]}.{stamp[15:18]}+00:00")


def _text(at: datetime, count: int) -> str:
    return f"{at:%Y%m%dT%H%M%S}{at.microsecond // 1000:03d}Z-{count:04x}"


def _after(stamp: str) -> str:
    count = int(stamp[-4:], 16) + 1
    if count < _COUNTS:
        return f"{stamp[:-4]}{count:04x}"
    return _text(moment(stamp) + timedelta(milliseconds=1), 0)
