"""Alternatives that are no policies, as options give them: events of the scenario switched off, and values set under one alternative alone.

``--without EVENT``                               the baseline without a dated event of the scenario
``--alternative "NAME: KEY=VALUE, KEY=VALUE"``    the baseline with values set; the keys ``policy`` and ``without`` put a policy in force or switch an event off
"""

import re
from collections.abc import Sequence

from experiments.cli.run_input import read_changes
from experiments.runs.design import Alternative
from scenarios import variants
from scenarios.policies.lever_keys import IN_FORCE, Setting, labels
from scenarios.reading.problems import BadInput, Problems, listed, nearest

NAME = re.compile(r"[\w(][\w .,()+-]{0,59}")
FORM = '"NAME: KEY=VALUE, KEY=VALUE", where KEY is one of --set, policy or without'
MOST_LISTED = 40


def read_alternatives(scenario: str, baseline: str, without: Sequence[str], alternatives: Sequence[str], problems: Problems) -> tuple[Alternative, ...]:
    """The alternatives of ``--without`` and ``--alternative``, in this order; each is the baseline but for what it says."""
    if not without and not alternatives:
        return ()
    try:
        events = [(str(event["lever"]), name) for name, event in _named(scenario)]
    except BadInput as error:
        problems.findings.extend(error.findings)
        return ()
    found = [Alternative(f"without {event}", baseline, _off("--without", event, events, problems)) for event in dict.fromkeys(without)]
    found += [one for text in alternatives if (one := _read(text, baseline, events, problems)) is not None]
    names = [one.name for one in found]
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.add("--alternative", f'the name "{name}" more than once', "a name of its own for each")
    return tuple(found)


def _named(scenario: str) -> list[tuple[str, dict[str, object]]]:
    events = variants(scenario).reading.form.event
    return list(zip(labels(events), events, strict=True))


def _off(option: str, event: str, events: Sequence[tuple[str, str]], problems: Problems) -> dict[str, Setting]:
    names = [name for _, name in events]
    if event not in names:
        known = [f"{name} ({lever})" if name.isdecimal() else name for lever, name in events]
        problems.add(option, f'event "{event}"', f"the events of the scenario: {listed(known, MOST_LISTED) or 'it has none'}", nearest(event, names))
    return {f"event.{event}.{IN_FORCE}": 0.0}


def _read(text: str, baseline: str, events: Sequence[tuple[str, str]], problems: Problems) -> Alternative | None:
    name, colon, rest = (part.strip() for part in text.partition(":"))
    parts = [part.strip() for part in rest.split(",") if part.strip()]
    if not (colon and parts and NAME.fullmatch(name)):
        problems.add("--alternative", f'"{text}"', f"{FORM}; a name has up to 60 letters, digits, spaces and hyphens")
        return None
    policy, settings, plain, own = baseline, dict[str, Setting](), [], Problems()
    for part in parts:
        key, _, value = (side.strip() for side in part.partition("="))
        if key == "policy":
            policy = value
        elif key == "without":
            settings |= _off("--set without", value, events, own)
        else:
            plain.append(part)
    settings |= read_changes(plain, own)
    for finding in own.findings:
        problems.add(finding.where.replace("--set", f'--alternative "{name}":', 1), finding.found, finding.allowed, finding.nearest)
    return Alternative(name, policy, settings)
