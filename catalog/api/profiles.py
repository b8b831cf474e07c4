"""Use profiles: what an organization says of itself once, so that people answer once."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, ClassVar

from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.urls import reverse
from pydantic import Field
from rest_framework.request import Request
from typing_extensions import TypedDict

from catalog.api.bodies import Body, InvalidBody, require_no_query
from catalog.api.freshness import finished, matches
from catalog.api.members import Conflict, MembersView, PreconditionFailed, expected_number, person, stored
from catalog.api.negotiation import JSON, format_of
from catalog.api.operations import ASKING, READING, OperationSchema, described_by, operation, ref
from catalog.api.shapes.evidence import Moment, Url
from catalog.api.values import moment, text
from catalog.api.verdicts.operations import FORMAT_JSON
from catalog.api.verdicts.requests import REQUESTS, closed
from catalog.api.verdicts.uses import read_use
from catalog.api.views import as_json, origin_of
from registry.decisions import ProfileInUse, StaleProfile, delete_profile, save_profile
from registry.documents.fields import SLUG
from registry.models import UseProfile


class UseProfileRecord(TypedDict):
    """A use profile with its standing answers."""

    slug: str
    url: Url
    name: str
    description: str | None
    use: Annotated[dict[str, Any], Field(description="An IntendedUse; what is left out is unknown.")]
    number: Annotated[int, Field(description="Counts the changes; the ETag names it.")]
    updated_at: Moment
    updated_by: str | None


class UseProfileList(TypedDict):
    """All use profiles by name."""

    results: list[UseProfileRecord]
    next: None
    previous: None
    count: int


_TEXTS: dict[str, Any] = {
    "name": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": {"type": ["string", "null"], "maxLength": 20_000},
    "use": ref("IntendedUse"),
}
_NEW = closed(
    {"slug": {"type": "string", "minLength": 1, "maxLength": 120, "pattern": f"^{SLUG.pattern}$"}, **_TEXTS},
    required=("slug", "name", "use"),
)  # fmt: skip
_CHANGED = closed(_TEXTS, required=("name", "use"))
_IF_MATCH: dict[str, Any] = {
    "name": "If-Match", "in": "header", "required": True, "description": "The ETag of what was read.", "schema": {"type": "string"},
}  # fmt: skip
IF_NONE_MATCH: dict[str, Any] = {
    "name": "If-None-Match", "in": "header", "description": "The ETag of the answer that the caller has.", "schema": {"type": "string"},
}  # fmt: skip
_NAMED: dict[str, Any] = {
    "name": "name", "in": "path", "required": True, "description": "The profile's slug.", "schema": {"type": "string", "maxLength": 120},
}  # fmt: skip


@lru_cache(maxsize=1)
def profile_components() -> Mapping[str, Any]:
    """Return the schemas of use profiles by name."""
    return described_by(UseProfileRecord, UseProfileList, requests={**REQUESTS, "NewUseProfile": _NEW, "ChangedUseProfile": _CHANGED})


def profile_record(profile: UseProfile, *, origin: str) -> UseProfileRecord:
    """Return a profile as the API shows it."""
    return {
        "slug": profile.slug,
        "url": f"{origin}{reverse('api:use-profile', args=[profile.slug])}",
        "name": profile.name,
        "description": text(profile.description),
        "use": profile.use,
        "number": profile.number,
        "updated_at": moment(profile.updated_at),
        "updated_by": profile.by.get_username() if profile.by else None,
    }


class ProfilesView(MembersView):
    """The list of profiles, and making one."""

    schema = OperationSchema()
    components = staticmethod(profile_components)
    operations: ClassVar[Mapping[str, Any]] = {
        "GET": operation(
            "use_profiles_list", tag="use-profiles", summary="The organization's use profiles.",
            answers={200: ref("UseProfileList"), 304: None}, problems=READING, parameters=[FORMAT_JSON, IF_NONE_MATCH],
        ),
        "POST": operation(
            "use_profiles_create", tag="use-profiles", summary="Make a use profile.", takes=ref("NewUseProfile"),
            answers={201: ref("UseProfileRecord")}, problems=(*ASKING, 409), parameters=[FORMAT_JSON],
        ),
    }  # fmt: skip

    def get(self, request: Request) -> HttpResponse:
        """Return all profiles."""
        require_no_query(request)
        format_of(request, offered=(JSON,))
        return self.fresh_today(request, build=lambda: self._list(request))

    def _list(self, request: Request) -> bytes:
        origin = origin_of(request)
        found = [profile_record(each, origin=origin) for each in UseProfile.objects.select_related("by").order_by("name", "pk")]
        return as_json({"results": found, "next": None, "previous": None, "count": len(found)})

    def post(self, request: Request) -> HttpResponse:
        """Make a profile; 409 where its slug is taken."""
        require_no_query(request)
        format_of(request, offered=(JSON,))
        body = Body(request, allowed=("slug", "name", "description", "use"))
        slug = body.text("slug", longest=120, required=True)
        if slug and not SLUG.fullmatch(slug):
            body.refuse("/slug", "invalid", "use lower-case letters, digits, dots and hyphens, as in our-group")
        said = _said(body)
        body.finish()
        taken = InvalidBody([("/slug", "taken", f"there is a use profile '{slug}' already")], status=409)
        if UseProfile.objects.filter(slug=slug).exists():
            raise taken
        try:
            made = save_profile(None, slug=slug, by=person(request), expected=0, **said)
        except IntegrityError as error:
            raise taken from error
        record = profile_record(made, origin=origin_of(request))
        return stored(as_json(record), status=201, Location=record["url"], ETag=etag_of_profile(made)(made.number))


class ProfileView(MembersView):
    """One profile."""

    schema = OperationSchema()
    components = staticmethod(profile_components)
    operations: ClassVar[Mapping[str, Any]] = {
        "GET": operation(
            "use_profiles_retrieve", tag="use-profiles", summary="One use profile.", answers={200: ref("UseProfileRecord"), 304: None},
            problems=(*READING, 404), parameters=[_NAMED, FORMAT_JSON, IF_NONE_MATCH],
        ),
        "PUT": operation(
            "use_profiles_replace", tag="use-profiles", summary="Change a use profile; decisions keep the answers they were made with.",
            takes=ref("ChangedUseProfile"), answers={200: ref("UseProfileRecord")}, problems=(*ASKING, 404, 412, 428),
            parameters=[_NAMED, FORMAT_JSON, _IF_MATCH],
        ),
        "DELETE": operation(
            "use_profiles_delete", tag="use-profiles", summary="Delete a use profile that no recorded decision rests on.",
            answers={204: None}, problems=(*READING, 404, 409, 412, 428), parameters=[_NAMED, FORMAT_JSON, _IF_MATCH],
        ),
    }  # fmt: skip

    def get(self, request: Request, name: str) -> HttpResponse:
        """Return the profile."""
        profile = self._asked_for(request, name)
        etag = etag_of_profile(profile)(profile.number)
        wanted = request.headers.get("If-None-Match")
        if wanted is not None and (wanted.strip() == "*" or matches(wanted, etag)):
            return finished(HttpResponse(status=304), etag=etag)
        content = as_json(profile_record(profile, origin=origin_of(request)))
        return finished(HttpResponse(content, content_type=JSON.content_type), etag=etag)

    def put(self, request: Request, name: str) -> HttpResponse:
        """Change the profile that the caller saw."""
        profile = self._asked_for(request, name)
        expected = expected_number(request, current=profile.number, etag=etag_of_profile(profile))
        body = Body(request, allowed=("name", "description", "use"))
        said = _said(body)
        body.finish()
        try:
            saved = save_profile(profile, slug=profile.slug, by=person(request), expected=expected, **said)
        except StaleProfile as error:
            raise PreconditionFailed from error
        return stored(as_json(profile_record(saved, origin=origin_of(request))), ETag=etag_of_profile(saved)(saved.number))

    def delete(self, request: Request, name: str) -> HttpResponse:
        """Delete the profile that the caller saw."""
        profile = self._asked_for(request, name)
        expected = expected_number(request, current=profile.number, etag=etag_of_profile(profile))
        try:
            delete_profile(profile, expected=expected)
        except StaleProfile as error:
            raise PreconditionFailed from error
        except ProfileInUse as error:
            raise Conflict(str(error)) from error
        return HttpResponse(status=204)

    def _asked_for(self, request: Request, name: str) -> UseProfile:
        require_no_query(request)
        format_of(request, offered=(JSON,))
        found = UseProfile.objects.select_related("by").filter(slug=name).first() if SLUG.fullmatch(name) else None
        if found is None:
            raise Http404("There is no such use profile.")
        return found


def etag_of_profile(profile: UseProfile) -> Any:
    """Return the function that makes the strong ETag of the profile at a number."""
    return lambda number: f'"use-profile-{profile.pk}-{number}"'


def _said(body: Body) -> dict[str, Any]:
    """Return name, description and use."""
    name = body.text("name", longest=200, required=True)
    description = body.text("description", longest=20_000)
    _, use = read_use(body, profile=None)
    return {"name": name, "description": description, "use": use}
