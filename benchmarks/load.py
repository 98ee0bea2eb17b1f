"""The load, in a process of its own: reads a plan (JSON) on stdin, writes what happened to stdout. No Django."""

from __future__ import annotations

import json
import random
import re
import resource
import sys
import threading
import time
import uuid
from pathlib import Path

from .browser import Browser

ETAG = re.compile(rb"\r\netag: *([^\r]+)", re.IGNORECASE)
NUMBER = re.compile(rb"\b([A-Z0-9][A-Z0-9.-]*-\d\d-\d{5,})\b")


class Refused(Exception):
    """An answer that a resident would not want."""


def apply(port: int, plan: dict, chance: random.Random, photo: bytes) -> tuple[str, int]:
    """One resident from the first page to the receipt. The number, and how many requests it took."""
    browser, asked = Browser(port), 2
    try:
        browser.get(f"/ajukan/{plan['slug']}/")
        answer = _moved(browser.post(f"/ajukan/{plan['slug']}/mulai", {}))
        for _page in range(20):
            address = answer.location
            answer = browser.get(address)
            asked += 1
            if "/tanda-terima/" in address:
                found = NUMBER.search(answer.clear)
                if answer.status != 200 or not found:
                    raise Refused(f"{address}: {answer.status}")
                return found[1].decode(), asked
            if answer.status == 302:
                continue
            answer = _moved(_fill(browser, address, plan, chance, photo))
            asked += 1
        raise Refused(f"no end: {address}")
    finally:
        browser.close()


def _fill(browser: Browser, address: str, plan: dict, chance: random.Random, photo: bytes):
    if "/isian/" in address:
        fields = dict(plan["pages"][address.rstrip("/").rpartition("/")[2]])
        for name in fields:
            if name.startswith("nama"):
                fields[name] = chance.choice(plan["names"])
        return browser.post(address, fields)
    if "/berkas/" in address:
        return browser.upload(address, dict.fromkeys(plan["uploads"], photo))
    phone = f"0812{chance.randrange(10**8):08d}"
    return browser.post(address, {"phone": phone, "email": "", "agreed": "on"})


def _moved(answer):
    if answer.status != 302:
        said = re.findall(
            rb'(?:<h1>|class="(?:field-error|error-summary|notice))[^>]*>(.{0,300})', answer.clear, re.DOTALL
        )
        raise Refused(f"{answer.status}: {said[:2]!r}"[:400])
    return answer


def _key() -> str:
    """A form's own random key."""
    return str(uuid.uuid4())


class Load:
    """``connections`` threads until the time is over; what was begun is finished."""

    def __init__(self, plan: dict) -> None:
        self.plan, self.lock = plan, threading.Lock()
        self.photo = Path(plan["photo"]).read_bytes() if plan.get("photo") else b""
        self.times: dict[str, list[float]] = {}
        self.numbers: list[str] = []
        self.errors: list[str] = []
        self.asked = self.received = 0
        self.tokens: dict[int, str] = {}

    def run(self) -> dict:
        work = {
            "apply": self._apply,
            "read": self._read,
            "follow": self._follow,
            "file": self._file,
            "live": self._live,
            "answer": self._answer,
        }[self.plan["kind"]]
        threads = [threading.Thread(target=work, args=(n,)) for n in range(self.plan["connections"])]
        began, self.until = time.monotonic(), time.monotonic() + self.plan["seconds"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took, used = time.monotonic() - began, resource.getrusage(resource.RUSAGE_SELF)
        return {
            "seconds": took, "cpu": used.ru_utime + used.ru_stime, "times": self.times, "numbers": self.numbers,
            "errors": self.errors[:5], "failed": len(self.errors), "asked": self.asked, "received": self.received,
        }  # fmt: skip

    def _apply(self, seat: int) -> None:
        chance = random.Random(self.plan["seed"] * 1000 + seat)
        while (began := time.monotonic()) < self.until:
            try:
                number, asked = apply(self.plan["port"], self.plan, chance, self.photo)
            except (Refused, OSError, KeyError) as error:
                self._failed(error)
                continue
            with self.lock:
                self.numbers.append(number)
                self.asked += asked
                self.times.setdefault("application", []).append(time.monotonic() - began)

    def _read(self, seat: int) -> None:
        chance = random.Random(self.plan["seed"] * 1000 + seat)
        kinds, weights = list(self.plan["pages"]), [page["weight"] for page in self.plan["pages"].values()]
        browser, times = Browser(self.plan["port"]), {kind: [] for kind in kinds}
        asked = received = 0
        while (began := time.monotonic()) < self.until:
            kind = chance.choices(kinds, weights)[0]
            path = chance.choice(self.plan["pages"][kind]["paths"])
            try:
                answer = browser.get(path)
                if answer.status != 200:
                    raise Refused(f"{path}: {answer.status}")
            except (Refused, OSError) as error:
                browser.close()
                self._failed(error)
                continue
            times[kind].append(time.monotonic() - began)
            asked, received = asked + 1, received + len(answer.clear)
        browser.close()
        with self.lock:
            self.asked, self.received = self.asked + asked, self.received + received
            for kind, found in times.items():
                self.times.setdefault(kind, []).extend(found)

    def _follow(self, seat: int) -> None:
        """Ask for one page after another with the ETag that it had: nothing has moved."""
        browser, asked = Browser(self.plan["port"]), 0
        paths = self.plan["paths"][seat :: self.plan["connections"]]
        while time.monotonic() < self.until:
            known = {path: ETAG.search(browser.get(path).head)[1].decode() for path in paths}
            while time.monotonic() < self.until:
                path = paths[asked % len(paths)]
                answer = browser.get(path, etag=known[path])
                if answer.status != 304:  # a minute is over
                    break
                asked += 1
        browser.close()
        with self.lock:
            self.asked += asked

    def _file(self, seat: int) -> None:
        """One report after another; with a ``pace`` (reports a second, of all together) not faster than that."""
        chance, browser = random.Random(self.plan["seed"] * 1000 + seat), Browser(self.plan["port"])
        gap = self.plan["connections"] / self.plan["pace"] if "pace" in self.plan else 0.0
        following = time.monotonic() + gap * chance.random()
        while time.monotonic() < self.until:
            if gap:
                time.sleep(max(0.0, following - time.monotonic()))
                following = max(following + gap, time.monotonic() - gap)
            try:
                token = self._filed(browser, chance)
            except (Refused, OSError, KeyError) as error:
                browser.close()
                self._failed(error)
                continue
            with self.lock:
                self.numbers.append(token)
        browser.close()

    def _filed(self, browser: Browser, chance: random.Random) -> str:
        fields = {
            "api_key": self.plan["api_key"], "service_code": self.plan.get("category", "jalan"), "lat": f"{-7.6 + chance.random() * .4:.5f}",
            "long": f"{110 + chance.random() * .4:.5f}", "description": chance.choice(self.plan["texts"]),
        }  # fmt: skip
        answer = self._timed("file", browser.post, "/open311/v2/requests.json", fields)
        if answer.status != 201:
            raise Refused(f"{answer.status}: {answer.clear[:200]!r}")
        return json.loads(answer.clear)[0]["token"]

    def _timed(self, step: str, ask, *given):
        began = time.monotonic()
        answer = ask(*given)
        with self.lock:
            self.asked += 1
            self.times.setdefault(step, []).append(time.monotonic() - began)
        return answer

    def _live(self, seat: int) -> None:
        """A report from its beginning to its end: filed by a program, worked on by an officer, confirmed by its reporter."""
        import psycopg

        chance, officer, reporter = (
            random.Random(self.plan["seed"] * 1000 + seat),
            Browser(self.plan["port"]),
            Browser(self.plan["port"]),
        )
        officer.cookies["sessionid"] = self.plan["session"]
        officer.get("/petugas/laporan/?scope=mine")
        with psycopg.connect(self.plan["database"], autocommit=True) as known:
            while time.monotonic() < self.until:
                try:
                    self._one_life(chance, officer, reporter, known)
                except (Refused, OSError, KeyError, TypeError) as error:
                    officer.close()
                    reporter.close()
                    self._failed(error)
        officer.close()
        reporter.close()

    def _one_life(self, chance: random.Random, officer: Browser, reporter: Browser, known) -> None:
        began = time.monotonic()
        token = self._filed(reporter, chance)
        with self.lock:
            self.times.setdefault("create", []).append(time.monotonic() - began)
        number = json.loads(reporter.get(f"/open311/v2/tokens/{token}.json").clear)[0]["service_request_id"]
        report_id = known.execute("SELECT id FROM complaints_report WHERE number = %s", [number]).fetchone()[0]
        acts = (
            ("verify and forward", "verify", {"kind": "complaint", "unit": "disdukcapil", "category": "waktu"}),
            ("take on", "take-on", {}),
            (
                "answer",
                "answer",
                {"text": "Lubang sudah ditambal dengan aspal panas.", "done_on": "Senin pagi, regu pemeliharaan."},
            ),
        )
        if not officer.token:
            officer.get(f"/petugas/laporan/{report_id}/")
        for revision, (step, verb, fields) in enumerate(acts, 1):
            address = f"/petugas/laporan/{report_id}/{verb}/"
            _moved(self._timed(step, officer.post, address, {"revision": str(revision), **fields}))
        if "csrftoken" not in reporter.cookies:
            reporter.get("/lapor/lacak/")
            self.tokens[id(reporter)] = reporter.token
        reporter.token = self.tokens[id(reporter)]
        _moved(self._timed("close", reporter.post, f"/lapor/lacak/{token}/confirm/", {}))
        with self.lock:
            self.numbers.append(number)

    def _answer(self, seat: int) -> None:
        """One invitation after another is answered; with ``pages`` its page is asked for first, as a phone does."""
        browser, mine = Browser(self.plan["port"]), self.plan["tokens"][seat :: self.plan["connections"]]
        known = re.findall(rb'<input type="hidden" name="(\w+)" value="([^"]*)"', browser.get(f"/s/{mine[0]}/").clear)
        hidden = {name.decode(): value.decode() for name, value in known if name != b"csrfmiddlewaretoken"}
        for token in mine[1:]:
            if time.monotonic() >= self.until:
                break
            try:
                if self.plan["pages"] and self._timed("page", browser.get, f"/s/{token}/").status != 200:
                    raise Refused("page")
                fields = {**hidden, "key": _key(), **self.plan["values"]}
                _moved(self._timed("answer", browser.post, f"/s/{token}/", fields))
            except (Refused, OSError, KeyError) as error:
                browser.close()
                self._failed(error)
                continue
            with self.lock:
                self.numbers.append(token)
        browser.close()

    def _failed(self, error: Exception) -> None:
        with self.lock:
            self.errors.append(str(error) or repr(error))
        if len(self.errors) > 200:
            self.until = 0.0
        time.sleep(0.01)


if __name__ == "__main__":
    json.dump(Load(json.load(sys.stdin)).run(), sys.stdout)
