"""Which camera recorded a session is kept with it, and goes with the last one that names it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from sessions import VIDEO, empty_session, full_session
from sqlalchemy import create_engine, func, select

from romtrack.store import open_repository
from romtrack.store._open import find_database
from romtrack.store.tables import cameras
from romtrack.types import Camera

if TYPE_CHECKING:
    from romtrack.store import Repository
    from romtrack.types import Session

PHONE = Camera("Anna's iPhone \N{EM DASH} <b>", 1280, 720)
WEBCAM = Camera("", 640, 480)


def of(person: str, camera: Camera | None) -> Session:
    return replace(empty_session(), id=uuid4(), person=person, camera=camera)


def labels(log_url: str) -> list[str]:
    engine = create_engine(find_database(log_url))
    with engine.connect() as connection:
        found = sorted(connection.execute(select(cameras.c.label)).scalars())
        assert connection.execute(select(func.count(cameras.c.id))).scalar_one() == len(found)
    engine.dispose()
    return found


def test_it_is_kept_once_and_goes_with_the_last_that_it_recorded(
    repository: Repository, log_url: str
) -> None:
    hers, again, his, nobodys = of("Anna", PHONE), of("Anna", PHONE), of("Ben", WEBCAM), of("Ben", None)
    for session in (hers, again, his, nobodys):
        repository.save(session)
    assert repository.sessions() == [hers, again, his, nobodys]
    assert labels(log_url) == ["", PHONE.label]
    repository.delete(hers.id)
    assert repository.get(again.id) == again
    repository.roster.merge("Anna", into="Ben")
    assert [one.camera for one in repository.sessions("Ben")] == [PHONE, WEBCAM, None]
    assert repository.check() == []
    repository.erase("Ben")
    assert labels(log_url) == [], "a label may say whose telephone it was"


def test_a_live_session_keeps_the_last_one(repository: Repository, log_url: str) -> None:
    session = replace(of("Anna", None), video=None)
    lease = repository.begin(session, {})
    for camera in (PHONE, WEBCAM, WEBCAM):
        lease.keep(replace(session, camera=camera))
    with open_repository(log_url) as other:
        assert [one.session.camera for one in other.open_sessions()] == [WEBCAM]
    lease.close(replace(session, camera=WEBCAM))
    assert [one.camera for one in repository.sessions()] == [WEBCAM]
    assert labels(log_url) == [WEBCAM.label]


def test_what_takes_the_place_of_a_session_names_its_own(repository: Repository) -> None:
    repository.save(replace(full_session(), video=VIDEO, camera=None))
    new = replace(full_session(), id=uuid4(), video=VIDEO)
    repository.records.replace(new)
    assert [one.camera for one in repository.sessions()] == [new.camera]
