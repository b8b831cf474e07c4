"""One of everything, so that each route of the matrix has something to show."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.auth.models import User

from catalog.models import Opens, SavedView, Scope
from catalog.tokens import issue
from registry.asking import find_subject
from registry.decisions import record_decision, save_profile
from registry.editing import Submission, submit
from registry.models import ImportRun, Page
from registry.talking import note, say
from tests import factories


def make_samples(owner: User) -> dict[str, str]:
    """Store the samples and return what the kwargs of the matrix may name in braces."""
    factories.make_license("apache-2.0")
    factories.make_organization("microsoft", roles=["hosting_partner"])
    factories.make_model(
        "llama-2",
        variants=[factories.variant_document("llama-2-7b")],
        offers=[factories.offer_document("llama-2-azure")],
        sources={"card": factories.WEB_PAGE},
    )
    factories.make_article("how-we-choose")
    profile = save_profile(
        None, name="Our group", slug="our-group", description="", use={"organization": {"domicile": "DE"}}, by=owner, expected=0
    )
    record_decision(
        asked=find_subject({"variant": "llama-2-7b"}), use=profile.use, outcome="rejected", product="Chat", reason="No license", by=owner,
        today=datetime.now(UTC).date(), profile=profile,
    )  # fmt: skip
    SavedView.objects.create(
        slug="our-line", name="Our line", opens=Opens.COMPARISON, query="m=llama-2&m=llama-2-7b", shared=True, owner=owner
    )
    ImportRun.objects.create(source="fixtures", digest="0" * 64)
    Authenticator.objects.create(user=owner, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "", "used_mask": 0})
    AccessAttempt.objects.create(username="somebody", ip_address="127.0.0.1", user_agent="", failures_since_start=1)
    token = issue(user=owner, name="sample", scope=Scope.READ, lifetime=timedelta(days=1), now=datetime.now(UTC)).row
    summarized = factories.license_document("apache-2.0", summary="Permissive.")
    proposal = submit(
        Submission(data=summarized, by=owner, reason="Said", origin="site", today=datetime.now(UTC).date(), expected=1, propose=True)
    ).proposal
    assert proposal is not None
    return {"proposal": str(proposal.pk), "token_key": token.token_key, **_talk(owner)}


def _talk(owner: User) -> dict[str, str]:
    """A comment and a note of the journal on a page of each kind."""
    pages = Page.objects.filter(slug__in=["llama-2", "llama", "apache-2.0", "microsoft", "how-we-choose"]).order_by("pk")
    said = {f"comment_{page.kind}": say(page=page, by=owner, body="Is this right?") for page in pages}
    today = datetime.now(UTC).date()
    noted = {f"note_{page.kind}": note(page=page, by=owner, on=today, body="Asked", today=today) for page in pages}
    return {name: str(row.pk) for name, row in {**said, **noted}.items()}


def sample_object_id(route_key: str) -> str:
    """Return the key of a stored row for an admin route such as `admin:registry_aimodel_change`."""
    app_label, model_name, *_ = route_key.removeprefix("admin:").split("_")
    row = apps.get_model(app_label, model_name)._default_manager.order_by("pk").first()
    assert row is not None, f"{route_key}: samples.py stores no {app_label}.{model_name}"
    return str(row.pk)


def filled_in(kwargs: Mapping[str, str], *, samples: Mapping[str, str], route_key: str) -> dict[str, str]:
    """Return the parts of an address with what stands in braces replaced."""
    return {
        name: sample_object_id(route_key) if value == "{object_id}" else value.format(**samples) if "{" in value else value
        for name, value in kwargs.items()
    }
