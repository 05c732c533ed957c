"""Mutated input: files that are valid, changed in random places, each read as its user would have it read.

``python tests/mutate.py [NUMBER] [FIRST]`` tries so many inputs (20,000) from a first seed (0) and says what came of them. Every input ends as a valid reading
or as findings; a traceback, a reading of more than :data:`SLOWEST` seconds, a message without bound or a file left behind is a fault, and exit code 1.
"""

import os
import random
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from calibration.evidence.excused import unjudged
from calibration.fit.study_check import check_study
from scenarios import BadInput, load, load_policy
from scenarios.check import check
from scenarios.load import study_of
from scenarios.posteriors import read_posterior

ROOT = Path(__file__).resolve().parents[1]
SLOWEST = 10.0
LONGEST_MESSAGE = 200_000
DRAWS = "draw,market.margin,choice.perception_error\n0,0.25,0.1\n1,0.3,0.2\n"
QUEUES = """
[parameters."post.river-gate.CYR.throughput.visa"]
value = 6
unit = "persons/day"
low = 2
high = 20
status = "assumed"
source = "a queue"

[[event]]
lever = "throughput"
crossing = "river-gate"
channel = "legal"
people_per_day = 40
start = 2010-03-01
end = 2010-06-01
announced = 0.4

[[event]]
lever = "opening_hours"
border = "BRE-CYR"
factor = 0.5
start = 2010-08-01
announced = 1
"""
"""What the scenario has beside what the teaching scenario has: a quota, and events that are announced."""
FILES = (
    "mine.toml", "policy.toml", "draws.csv", "land/territory.toml", "land/places.csv", "land/crossings.csv", "land/legs.csv", "land/regimes.csv",
    "land/communities.toml", "land/parameters.csv", "land/entry_rules.csv", "land/transports.csv", "land/stays.csv", "series.csv", "study/study.toml",
    "study/evidence.csv", "study/observations.csv", "study/comparisons.csv", "study/uses.csv", "study/itineraries.csv", "study/itinerary_words.csv",
    "study/free.csv", "study/discrepancy.csv", "study/excused.csv", "study/held_out.csv",
)  # fmt: skip
"""Every format that is read: a scenario, a policy, draws, the files of a territory and those of a study."""
DATED = {
    "series.csv": "period,what,where,who,value,kind,between,source\n2010-03-01 to 2010-03-31,departures,alderton,aldmark-transit,2,,,counted\n"
    "from 2010-04-01,effort,reed-ford,CYR,5,,,posted\n"
    "2010-05-01,fare_usd,bridgeford>cyrstead,rail,9,,linear,asked\n2010-06-01,fare_usd,bridgeford>cyrstead,rail,12,,linear,asked\n",
    "land/entry_rules.csv": "start,end,country,via,who,papers,decision,source\n,2010-06-01,BRE,ALD-BRE,ALD,,register,told\n"
    "2010-06-01,,CYR,green,ALD;BRE,,push_back,told\n"
    ",,CYR,,,BRE;passport,admit,told\n",
    "land/transports.csv": "name,origin,target,mode,km,hours,crossing,start,end,every_hours,first_hour,seats,fare_usd,admits,checks,source\n"
    "river-train,bridgeford,cyrstead,rail,110,4.5,river-gate,2010-02-01,2010-11-01,12,6,40,3,yes,,told\n",
    "land/stays.csv": "place,community,kind,days,days_most,beds,when_full,no_bed_usd,from,until,status,source,note\n"
    "bridgeford,ALD,registration,1,3,25,take in,4,,,assumed,one day at best,\n"
    "millbrook,aldmark-transit,reception,2,,10,turn away,,2010-05-01,2010-06-01,assumed,ten beds,\n",
}
"""Files that a scenario or territory may have besides."""
STUDY = {
    "study.toml": 'title = "A study"\nsources = []\n',
    "evidence.csv": "id,source,section,family,quantity,place_or_border,nationality,period,low,high,unit,note\n"
    "MINE-01,me,1,count,apprehensions,CYR,any,2010-04,70,90,persons,counted\nMINE-02,me,2,share,share led,CYR,any,2010,0.1,0.3,share,\n"
    "MINE-03,me,3,route,a way,CYR,any,2010,,,pattern,\nMINE-04,me,3,count,deaths,CYR,any,2010,1,9,persons,\n",
    "observations.csv": "series,period,quantity,low,high,border,nationality,kind,slack,use,source\n"
    + "".join(f"monthly,2010-{month:02d},apprehensions,{70 + 3 * month},{80 + 3 * month},BRE-CYR,,estimate,1.2,fitted,me\n" for month in range(3, 9)),
    "comparisons.csv": "id,what,indicator,arguments,period,reading,slack,whole\nMINE-01,people caught,apprehensions,countries=CYR,,,2,\n"
    "MINE-02,share led,share_by_channel,channels=guided,,0.1..0.3,,\nMINE-04,deaths,deaths,,,at most,,\n",
    "uses.csv": "id,use,cluster,reason\nMINE-03,input,,a way that the network must hold\n",
    "itineraries.csv": "id,within,kind,communities,legs,reason\nMINE-03,scenario,own,bremark-workers,home>abroad,told by a driver\n",
    "itinerary_words.csv": "words,reads,note\nthe capital,home,\nhome,home,\nabroad,abroad,\n",
    "free.csv": "name,keys,low,high,scale,acts,reason\nmargin,market.margin,,,log,run,what guides add\n"
    "noise,choice.perception_error,0.02,x2,even,run,how people differ\n",
    "discrepancy.csv": "family,scale,spread,reason\nOWN,log,0.4,counted twice\n",
    "excused.csv": "community,reason\naldmark-transit,nobody speaks of them\n",
    "held_out.csv": "id,comparison,seen\n",
}
"""A small study of one's own, beside the territory."""
WORDS = (
    *" 0 -1 1e308 1e400 -1e300 nan inf -0.0 1e-320 1_000 0x10 * a.b B.E ALD goat-path зима é true never yes".split(" "),
    *"[ ] { } [[event]] [parameters] = , ; # \\".split(" "),
    *("9" * 400, "9" * 5000, "x" * 300, "[" * 50, "a." * 30, "../..", "/dev/zero", 'like = "mine.toml"\n', '"', "'", '"""', "\n", "\r", "\t"),
    *("\u202e", "\x00", "\x1b[31m", "\\u0000", "2010-02-30", "9999-12-31", "0001-01-01", "2010-01-01T00:00:00Z", "1979-05-27 07:32:00"),
)
"""What is put in place of a word: numbers beyond all use, signs that mean something in a file, names, dates, controls of terminals."""
TOKEN = re.compile(r"[^\s,;=\"\[\]{}]+")


@dataclass
class Report:
    """What came of the inputs: how many were tried, valid or refused, the slowest, and what was a fault, by its first line."""

    tried: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    faults: list[str] = field(default_factory=list)


def lay_out(folder: Path) -> None:
    """Valid files of every format in an empty folder."""
    shutil.copytree(ROOT / "scenarios" / "territories" / "two-valleys", folder / "land")
    text = (ROOT / "scenarios" / "two-valleys.toml").read_text(encoding="utf-8")
    text = text.replace('"two-valleys"', '"land"\nstudy = "study"', 1)
    (folder / "mine.toml").write_text(text + QUEUES, encoding="utf-8")
    policy = (ROOT / "scenarios" / "policies" / "two-valleys-path-patrols.toml").read_text(encoding="utf-8")
    (folder / "policy.toml").write_text(re.sub(r"(?m)^territory = .*$", "", policy), encoding="utf-8")
    (folder / "draws.csv").write_text(DRAWS, encoding="utf-8")
    for name, content in DATED.items():
        (folder / name).write_text(content, encoding="utf-8")
    (folder / "study").mkdir()
    for name, content in STUDY.items():
        (folder / "study" / name).write_text(content, encoding="utf-8")


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Bytes changed in one to four places, in ways that files go wrong: words, lines, single bytes, cuts."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        raw = chance.choice((_word, _word, _word, _line, _byte, _cut, _insert, _swap))(raw, chance)
    return raw


def _word(raw: bytes, chance: random.Random) -> bytes:
    text = raw.decode("utf-8", "surrogateescape")
    found = list(TOKEN.finditer(text))
    if not found:
        return raw
    one = chance.choice(found)
    new = chance.choice((chance.choice(WORDS), chance.choice(found)[0], one[0] + chance.choice(WORDS), one[0][::-1]))
    return (text[: one.start()] + new + text[one.end() :]).encode("utf-8", "surrogateescape")


def _line(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    if not lines:
        return raw
    at = chance.randrange(len(lines))
    moved = [*lines[:at], lines[chance.randrange(len(lines))], *lines[at:]]
    return b"".join(chance.choice((lines[:at] + lines[at + 1 :], lines[: at + 1] + lines[at:], moved)))


def _byte(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]


def _cut(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return chance.choice((raw[:at], raw[at:], raw[:at] + raw[min(len(raw), at + chance.randrange(200)) :]))


def _insert(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.choice(WORDS).encode() + raw[at:]


def _swap(raw: bytes, chance: random.Random) -> bytes:
    first, second = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
    middle = raw[first:second][:100]
    return raw[:first] + raw[first + len(middle) : second] + middle + raw[second:]


def readings(file: str) -> tuple[Callable[[], object], ...]:
    """How a file is read: by the scenario that it belongs to, and by ``check``."""
    if file == "draws.csv":
        return (lambda: read_posterior(Path(file)), lambda: load("mine.toml", posterior=file))
    if file.startswith("study/"):
        return (lambda: check_study(load("mine.toml")), lambda: unjudged(study_of("mine.toml"), load("mine.toml")))
    if file == "policy.toml":
        return (lambda: load_policy(file), lambda: load("mine.toml", policy=file), lambda: check(file))
    return (lambda: load("mine.toml", policy="policy.toml"), lambda: check("land" if file.startswith("land/") else file))


def try_one(seed: int, report: Report) -> None:
    """Change one file of the working folder, read it, and put it back; the outcome goes into the report."""
    chance = random.Random(seed)  # noqa: S311 - what is tried is to be had again, and no secret
    path = Path(chance.choice(FILES))
    kept = path.read_bytes()
    there = sorted(Path().rglob("*"))
    path.write_bytes(mutated(kept, chance))
    read = chance.choice(readings(path.as_posix()))
    began = time.perf_counter()
    try:
        read()
        ended = "valid"
    except BadInput as error:
        ended = "refused"
        if len(str(error)) > LONGEST_MESSAGE or not error.findings:
            report.faults.append(f"seed {seed}, {path}: a message of {len(str(error)):,} characters about {len(error.findings)} findings")
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        ended = "fault"
        report.faults.append(f"seed {seed}, {path}: {traceback.format_exc()}")
    seconds = time.perf_counter() - began
    if seconds > SLOWEST:
        report.faults.append(f"seed {seed}, {path}: {seconds:.1f} s")
    path.write_bytes(kept)
    if sorted(Path().rglob("*")) != there:
        report.faults.append(f"seed {seed}, {path}: files left behind: {sorted(set(Path().rglob('*')) - set(there))}")
    report.tried += 1
    report.ended[ended] += 1
    report.slowest = max(report.slowest, seconds)


def try_many(number: int, first: int = 0) -> Report:
    """Try inputs in the working folder, in which :func:`lay_out` has laid out files."""
    report = Report()
    for seed in range(first, first + number):
        try_one(seed, report)
    return report


def main() -> int:
    """Try as many inputs as the command line says; 1 if any was a fault."""
    number, first = (int(word) for word in (*sys.argv[1:3], *("20000", "0")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder))
        os.chdir(folder)
        report = try_many(number, first)
        os.chdir(ROOT)
    sys.stdout.write(f"{report.tried:,} inputs: {dict(report.ended)}; the slowest took {report.slowest:.1f} s\n")
    for fault in report.faults:
        sys.stdout.write(f"{fault}\n")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
