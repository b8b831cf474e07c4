"""Whether a plan as described meets the duties: reported apart from the verdict, which says what is allowed on conditions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from registry.licensing.findings import OBLIGED, Finding
from registry.licensing.intended_use import Planned
from registry.licensing.kleene import any_of
from registry.licensing.lineage import begins_with
from registry.licensing.obligations import display_text
from registry.licensing.terms import Term
from registry.licensing.vocabulary import DISTRIBUTION_ACTS

COMPLIANCE_VALUES = ("n/a", "compliant_as_described", "undetermined", "breach_as_described")
PERMISSIVE_LABELS = (
    "0bsd", "apache-2.0", "apple-ascl", "bsd-2-clause", "bsd-3-clause", "cc-by-4.0", "cc0-1.0", "isc", "mit",
    "openmdw", "openmdw-1.0", "openmdw-1.1", "unlicense",
)  # fmt: skip
STATED_AS = {"naming": "model_name", "attribution": "display_text", "notice_file": "notice_file", "license_copy": "license_copy"}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One duty held against the plan: met, breached or undetermined (the plan does not say)."""

    duty: str
    status: str
    license: str
    term_id: str
    detail: str

    def as_dict(self) -> dict[str, object]:
        """The plain form."""
        return dict(vars(self))


def checks(planned: Planned | None, *, found: Iterable[Finding]) -> tuple[Check, ...]:
    """The duties that certainly arise, each held against the plan; empty without a plan."""
    if planned is None:
        return ()
    made: list[Check] = []
    labelled: set[str] = set()
    for finding in found:
        if not finding.bites.is_true or finding.severity != OBLIGED or finding.term is None:
            continue
        made.extend(_check(finding, term=finding.term, planned=planned))
        if finding.license_slug not in labelled:
            label = _check_label(finding, term=finding.term, planned=planned)
            made.extend(label)
            labelled.update(check.license for check in label)
    return tuple(dict.fromkeys(made))


def compliance_of(planned: Planned | None, *, made: tuple[Check, ...]) -> str:
    """The plan as a whole: one breach makes it a breach, one duty it is silent on leaves it undetermined."""
    if planned is None:
        return "n/a"
    statuses = {check.status for check in made}
    if "breached" in statuses:
        return "breach_as_described"
    return "undetermined" if "undetermined" in statuses else "compliant_as_described"


def _check(finding: Finding, *, term: Term, planned: Planned) -> Iterable[Check]:
    duty = str(term.record("obligation").get("type", term.type))
    name = STATED_AS.get(duty)
    if name is None:
        return
    status, detail = "undetermined", f"the plan does not say its {name}"
    if name in planned.stated:
        status, detail = _judged(duty, term=term, planned=planned)
    yield Check(duty=duty, status=status, license=finding.license_slug, term_id=term.id, detail=detail)


def _judged(duty: str, *, term: Term, planned: Planned) -> tuple[str, str]:
    if duty == "naming":
        prefix = str(term.params["prefix"])
        if planned.model_name is None:
            return "undetermined", "the name is not chosen yet"
        met = begins_with(planned.model_name, prefix=prefix)
        return _status(met), f"the name “{planned.model_name}” {'begins' if met else 'does not begin'} with “{prefix}”"
    if duty == "attribution":
        return _judged_display(term, shown=planned.display_text)
    kept = planned.notice_file if duty == "notice_file" else planned.license_copy
    if kept is None:
        return "undetermined", f"the plan does not say whether there is a {duty.replace('_', ' ')}"
    return _status(kept), f"{'with' if kept else 'without'} a {duty.replace('_', ' ')}"


def _judged_display(term: Term, *, shown: str | None) -> tuple[str, str]:
    prescribed = display_text(term)
    if shown is None:
        return "breached", "nothing is displayed"
    if prescribed is None:
        return "undetermined", "the license prescribes no exact words, so the text has to be read by a person"
    met = any(_shows(shown, wording) for wording in prescribed.split(" | "))
    return _status(met), f"{'shows' if met else 'does not show'} “{prescribed}”"


def _shows(shown: str, wording: str) -> bool:
    """Whether the text contains the prescribed words; what stands in brackets or dots is for the user to fill in."""
    fixed = [" ".join(part.split()).casefold() for part in re.split(r"\[(?=name)[^\]]*\]|\.\.\.", wording)]
    text = " ".join(shown.split()).casefold()
    return all(part in text for part in fixed)


def _check_label(finding: Finding, *, term: Term, planned: Planned) -> Iterable[Check]:
    """Whether the license declared for what is passed on is looser than the one it comes under."""
    license, situation = finding.reaching.license, finding.situation
    assert license is not None
    assert situation is not None
    if planned.declared_license is None or not any_of(situation.does(act) for act in DISTRIBUTION_ACTS).is_true:
        return ()
    label = "-".join(planned.declared_license.lower().split())
    if label == license.slug or license.category == "permissive":
        status, detail = "met", f"the label {label} keeps what {license.name} asks for"
    elif label in PERMISSIVE_LABELS:
        status, detail = "breached", f"the label {label} is looser than {license.name}, which recipients must get"
    else:
        status, detail = "undetermined", f"whether the label {label} carries what {license.name} asks for is not known"
    return [Check(duty="declared_license", status=status, license=license.slug, term_id=term.id, detail=detail)]


def _status(met: bool) -> str:
    return "met" if met else "breached"
