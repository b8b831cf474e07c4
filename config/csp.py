"""What a browser may load and run, for each area of the site. Everything comes from this host.

One module, so that the policy can move to Django's own setting when Django 6 is the version in use.
"""

from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Policy = dict[str, Any]


def _directives(*, form_targets: list[str]) -> dict[str, list[Any]]:
    return {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # `data:` for the pictures inside stylesheets and the QR code of the second factor.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *form_targets],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }


def site_policy(*, form_targets: list[str], toolbar: bool = False) -> Policy:
    """For every page without a policy of its own: nothing inline, nothing evaluated.

    `form_targets` are the identity providers that the sign-in form may lead to; `toolbar` lets the debug toolbar in.
    """
    directives = _directives(form_targets=form_targets)
    if toolbar:
        directives["script-src"].append(NONCE)
        directives["style-src"].append(NONCE)
    return {"DIRECTIVES": directives}


def admin_policy() -> Policy:
    """For the admin: its theme has inline styles and scripts, and Alpine.js evaluates the expressions in its templates."""
    directives = _directives(form_targets=[])
    directives["script-src"] = [SELF, UNSAFE_INLINE, UNSAFE_EVAL]
    directives["style-src"] = [SELF, UNSAFE_INLINE]
    return {"DIRECTIVES": directives}


def api_docs_policy() -> Policy:
    """For the browsable API documentation: as strict as the site, and it leads to no identity provider."""
    return {"DIRECTIVES": _directives(form_targets=[])}


class AreaPolicyMiddleware(CSPMiddleware):
    """Sends the policy of the area that a path lies in; the site's own elsewhere."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False) -> PolicyParts:
        """The parts the header is built from; a view that sets its own with django-csp's decorators keeps it."""
        parts = super().get_policy_parts(request, response, report_only)
        if report_only or parts.config is not None:
            return parts
        for prefix, policy in settings.CONTENT_SECURITY_POLICY_BY_AREA.items():
            if request.path_info.startswith(prefix):
                parts.config = policy["DIRECTIVES"]
        return parts
