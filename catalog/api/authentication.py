"""How a program says on whose behalf it asks: `Authorization: Token cat_…`, or `Bearer`."""

from django.contrib.auth.models import User
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.crypto import hash_token
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from catalog.models import ApiToken

_SCHEMES = frozenset({b"token", b"bearer"})
_LONGEST = 200


class ApiTokenAuthentication(BaseAuthentication):
    """Finds the token by its digest: one query, the secret itself is never compared or stored.

    Expired, revoked and unknown tokens, and those of disabled people, are refused in the same words with 401.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The person and the token; None when the header is absent or of another scheme."""
        scheme, _, secret = get_authorization_header(request).partition(b" ")
        if scheme.lower() not in _SCHEMES:
            return None
        token = self._usable(secret.strip())
        if token is None:
            raise AuthenticationFailed("This token is not valid: unknown, expired or revoked.")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """For the WWW-Authenticate header of a 401."""
        return 'Token realm="catalog"'

    def _usable(self, secret: bytes) -> ApiToken | None:
        if not secret.isascii() or not 0 < len(secret) <= _LONGEST:
            return None
        usable = ApiToken.objects.usable(now=timezone.now()).select_related("user")
        found: ApiToken | None = usable.filter(digest=hash_token(secret.decode("ascii"))).first()
        return found


class ApiTokenScheme(OpenApiAuthenticationExtension):
    """Describes the header in the OpenAPI schema."""

    target_class = ApiTokenAuthentication
    name = "ApiToken"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """An API key in the Authorization header, with the word Token before it."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": 'The word "Token", a space, and a token from /account/tokens/.',
        }
