"""Work that has a limited time, although nothing can interrupt it."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["within"]

T = TypeVar("T")


def within(limit_s: float, work: Callable[[], T], late: Callable[[], object]) -> T:
    """Return what ``work`` returns, or raise what it raises.

    It runs on a thread of its own. So Ctrl-C ends the wait, too, and not only the next Python line.

    Raises
    ------
    TimeoutError: it has not ended within ``limit_s``. When it ends after all, ``late`` is called.
    """
    future: Future[T] = Future()
    Thread(target=_fulfil, args=(future, work), name="limited", daemon=True).start()
    try:
        return future.result(limit_s)
    except TimeoutError:
        future.add_done_callback(lambda _: late())
        raise


def _fulfil(future: Future[T], work: Callable[[], T]) -> None:
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001  handed to the thread that waits, which raises it
        future.set_exception(error)
    else:
        future.set_result(result)
