"""The address at which verdicts are asked for."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from catalog.api.bodies import Body, InvalidBody, require_no_query
from catalog.api.negotiation import JSON, format_of
from catalog.api.operations import OperationSchema
from catalog.api.permissions import QuestionAccess
from catalog.api.verdicts.answers import verdict_records
from catalog.api.verdicts.operations import ASK, verdict_components
from catalog.api.verdicts.uses import read_use
from catalog.api.views import CatalogView, as_json, origin_of
from registry.asking import Asked, InvalidSubject, ask_all, find_subject, find_subjects
from registry.licensing.decide import DISCLAIMER
from registry.models import CatalogRevision

MOST_SUBJECTS = 200


class VerdictsView(CatalogView):
    """May we use it? Asked by POST because the question is long; nothing is stored."""

    permission_classes = (QuestionAccess,)
    schema = OperationSchema()
    operations: ClassVar[Mapping[str, Any]] = {"POST": ASK}
    components = staticmethod(verdict_components)

    def post(self, request: Request) -> HttpResponse:
        """Return the verdict on a subject, or on each of several in their order."""
        require_no_query(request)
        format_of(request, offered=(JSON,))
        body = Body(request, allowed=("subject", "subjects", "as_of", "use", "profile"))
        use, _ = read_use(body, profile=body.profile(request))
        as_of = body.day("as_of")
        subjects = read_subjects(body)
        body.finish()
        answers = ask_all(subjects, use=use, today=timezone.localdate(), as_of=as_of)
        revision = CatalogRevision.current()
        records = verdict_records(answers, revision=revision, origin=origin_of(request))
        single = "subject" in body.given
        content = records[0] if single else {"results": records, "revision": revision, "disclaimer": DISCLAIMER}
        return not_kept(HttpResponse(as_json(content), content_type=JSON.content_type))


def not_kept(answer: HttpResponse) -> HttpResponse:
    """Return an answer that no cache may keep."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def read_subjects(body: Body) -> list[Asked]:
    """Return what the body asks about; mistakes are noted there."""
    one, many = (name in body.given for name in ("subject", "subjects"))
    if one == many:
        detail = "give either subject or subjects, not both" if one else "give a subject, or several as subjects"
        body.refuse("/subjects" if one else "/subject", "ambiguous" if one else "required", detail)
        return []
    try:
        if one:
            return [find_subject(body.given["subject"])]
        listed = body.given["subjects"]
        if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_SUBJECTS:
            body.refuse("/subjects", "invalid", f"must be a list of 1 to {MOST_SUBJECTS} subjects")
            return []
        body.finish()
        return find_subjects(listed)
    except InvalidSubject as error:
        raise InvalidBody([*body.errors, *error.errors]) from error
