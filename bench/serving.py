"""What one office takes to be served: time to start, memory of each process, then with everybody at work.

    .venv/bin/python bench/serving.py --data FOLDER [--rounds 10]

FOLDER is a copy of a demo's data folder, prepared by `canbo up --prepare`. `canbo serve` is started on it, everybody of
the demo logs in (Argon2id as in earnest) and opens the pages below. Time to start is until `/alive/` answers; processor
time is that of all processes, the figure to read while others are on the machine. Resident memory as the kernel counts
it (VmRSS, and VmHWM at its highest), shared pages counted in each process.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

PORT = 8791
PAGES = ("/", "/phieu/", "/lich/", "/cong-viec/", "/ket-qua/", "/cam-ket/", "/buc-tranh/", "/nhan-su/", "/ky/")
LOGIN = "/tai-khoan/dang-nhap/"
HERTZ = os.sysconf("SC_CLK_TCK")
CANBO = Path(sys.executable).parent / "canbo"


def ask(path: str, form: dict[str, str] | None = None, cookies: dict[str, str] | None = None) -> tuple[int, str]:
    """One request; cookies set by the answer are kept in what was given."""
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    kept = {} if cookies is None else cookies
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in kept.items())}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    line.request("GET" if form is None else "POST", path, None if form is None else urlencode(form), headers)
    answer = line.getresponse()
    for name, value in answer.getheaders():
        if name.lower() == "set-cookie":
            key, _, rest = value.partition("=")
            kept[key] = rest.partition(";")[0]
    return answer.status, answer.read().decode(errors="replace")


def members(head: int) -> list[int]:
    """A process and all below it."""
    found, parents = [head], {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    for each in found:
        found += [pid for pid, parent in parents.items() if parent == each]
    return found


def processor(pids: list[int]) -> float:
    """Seconds of processor time of these processes so far."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return sum(int(each[11]) + int(each[12]) for each in fields) / HERTZ


def memory(pid: int) -> tuple[float, float]:
    """Resident memory of a process now and at its highest, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    now, most = (re.search(rf"{name}:\s+(\d+) kB", status) for name in ("VmRSS", "VmHWM"))
    return (int(now[1]) / 1024 if now else 0.0), (int(most[1]) / 1024 if most else 0.0)


def tell(what: str, head: int) -> None:
    """Print the memory of each process."""
    each = [memory(pid) for pid in members(head)]
    print(what.ljust(26), "  ".join(f"{now:5.0f} MB (highest {most:.0f})" for now, most in each))


def log_in(name: str, password: str) -> dict[str, str]:
    """The cookies of somebody who logged in."""
    cookies: dict[str, str] = {}
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', ask(LOGIN, cookies=cookies)[1])
    form = {"login": name, "password": password, "csrfmiddlewaretoken": token[1] if token else ""}
    status, _ = ask(LOGIN, form, cookies)
    if status != 302:
        raise SystemExit(f"{name} could not log in: {status}")
    return cookies


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=10)
    given = parser.parse_args()
    said = (given.data / "demo").read_text(encoding="utf-8")
    password = said.partition(":")[2].split()[0]
    names = [line.split()[0] for line in said.splitlines()[1:] if line.startswith("  ")]
    began = time.monotonic()
    env = os.environ | {"CANBO_DATA": str(given.data)}
    server = subprocess.Popen([CANBO, "serve", "--port", str(PORT)], env=env, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                ask("/alive/")
                break
            except OSError:
                time.sleep(0.02)
        wall, used, load = time.monotonic() - began, processor(members(server.pid)), os.getloadavg()[0]
        print(f"start: {wall:.1f} s, of which processor {used:.1f} s; load {load:.1f}")
        tell("started", server.pid)
        people = [log_in(name, password) for name in names]
        tell(f"{len(people)} logged in", server.pid)
        for _ in range(given.rounds):
            for cookies in people:
                for page in PAGES:
                    ask(page, cookies=cookies)
        tell(f"{given.rounds * len(people) * len(PAGES)} pages", server.pid)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


if __name__ == "__main__":
    main()
