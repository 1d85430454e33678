"""Decoding ahead: frames are made ready on a thread of their own while others are analysed."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

__all__ = ["prefetched"]

T = TypeVar("T")

_AHEAD: Final = 4
_POLL_S: Final = 0.1


class _End:
    """The last item: why the source ended."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def prefetched(items: Iterable[T]) -> Generator[T]:
    """Yield ``items`` in order, at most four of them made ahead on another thread.

    An exception of the source is raised here, after the items that came before it. Closing the
    iterator stops the thread.
    """
    ready: queue.Queue[T | _End] = queue.Queue(maxsize=_AHEAD)
    closed = threading.Event()
    worker = threading.Thread(target=_fill, args=(items, ready, closed), name="prefetch", daemon=True)
    worker.start()
    try:
        while not isinstance(item := ready.get(), _End):
            yield item
    finally:
        closed.set()
        worker.join()
    if item.error is not None:
        raise item.error


def _fill(items: Iterable[T], ready: queue.Queue[T | _End], closed: threading.Event) -> None:
    error: BaseException | None = None
    try:
        for item in items:
            if not _put(ready, item, closed):
                return
    except BaseException as raised:  # noqa: BLE001  handed to the other thread, which raises it
        error = raised
    _put(ready, _End(error), closed)


def _put(ready: queue.Queue[T | _End], item: T | _End, closed: threading.Event) -> bool:
    """Wait for a place; False when nobody waits for the item any more."""
    while not closed.is_set():
        try:
            ready.put(item, timeout=_POLL_S)
        except queue.Full:
            continue
        return True
    return False
