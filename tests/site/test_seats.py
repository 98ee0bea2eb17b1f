"""A slow network keeps nobody else waiting, and half a form is never taken for a whole one."""

from __future__ import annotations

import io
import threading
import time

import pytest

from maklumat.site.seats import IN_MEMORY, MOST, Seats


class Tide:
    """A body that arrives when it is let in."""

    def __init__(self, content: bytes) -> None:
        self.content, self.come = io.BytesIO(content), threading.Event()

    def read(self, size: int) -> bytes:
        self.come.wait(10)
        return self.content.read(size)


def ask(application, content: bytes = b"", *, source=None, announced: int | str | None = None) -> tuple[str, bytes]:
    said = []
    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_LENGTH": str(len(content) if announced is None else announced),
        "wsgi.input": source or io.BytesIO(content),
    }
    body = b"".join(application(environ, lambda status, _headers: said.append(status)))
    return said[0], body


def echo(environ, start_response):
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


@pytest.mark.parametrize("size", [0, 1, 70_000, IN_MEMORY + 1])
def test_the_body_arrives_whole(size):
    content = bytes(n % 251 for n in range(size))
    assert ask(Seats(echo, 1), content) == ("200 OK", content)


@pytest.mark.parametrize("gone", [b"", b"nama=Ci"])
def test_half_a_form_is_refused(gone):
    asked = []
    status, _body = ask(Seats(lambda *_: asked.append(1), 1), source=io.BytesIO(gone), announced=40)
    assert status.startswith("400") and not asked


def test_a_broken_connection_is_no_error():
    class Broken:
        def read(self, _size):
            raise ConnectionResetError

    assert ask(Seats(echo, 1), source=Broken(), announced=5)[0].startswith("400")


@pytest.mark.parametrize("announced", [str(MOST + 1), "9" * 5000])
def test_what_is_announced_as_far_too_large_is_refused_in_a_sentence(announced):
    status, page = ask(Seats(echo, 1), b"x", announced=announced)
    assert status.startswith("413") and "terlalu besar" in page.decode()


def test_slow_visitors_hold_no_seat():
    seats, slow = Seats(echo, 1), [Tide(b"foto") for _visitor in range(5)]
    waiting = [threading.Thread(target=ask, args=(seats,), kwargs={"source": one, "announced": 4}) for one in slow]
    for thread in waiting:
        thread.start()
    time.sleep(0.05)
    answers: list[tuple[str, bytes]] = []
    quick = threading.Thread(target=lambda: answers.append(ask(seats, b"cepat")))
    quick.start()
    quick.join(3)
    before = list(answers)
    for one in slow:
        one.come.set()
    assert before == [("200 OK", b"cepat")], "the slow ones were in its way"
    for thread in waiting:
        thread.join(5)
        assert not thread.is_alive()


def test_no_more_than_the_seats_are_inside():
    inside, most, lock = [0], [0], threading.Lock()

    def application(_environ, start_response):
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        time.sleep(0.02)
        with lock:
            inside[0] -= 1
        start_response("200 OK", [])
        return [b""]

    seats = Seats(application, 2)
    threads = [threading.Thread(target=ask, args=(seats,)) for _visitor in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert most[0] == 2


def test_a_failure_gives_its_seat_back():
    def fails(*_):
        raise RuntimeError

    seats = Seats(fails, 1)
    for _try in range(3):
        with pytest.raises(RuntimeError):
            ask(seats)
