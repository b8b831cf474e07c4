"""All settings, from the environment, with safe defaults: DEBUG off, cookies for HTTPS only, no host and no secret made up.

The README lists the variables. `make run` fills in what a person trying it on their own machine needs (see `config/serve.py`).
"""

import logging
import os
import sys
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError, validate

from config.csp import admin_policy, api_docs_policy, site_policy
from config.databases import database_from
from config.logs import logging_config
from config.oidc import openid_connect_providers, origin_of
from config.secret_key import secret_key

ROOT = Path(__file__).resolve().parent.parent
env = Env()

try:
    DEBUG = env.bool("DEBUG", False)
    # Off only where there is no TLS in front: `make run` on this machine, development, tests.
    HTTPS = env.bool("HTTPS", not DEBUG)
    # Anonymous people may read. Writing is never anonymous.
    PUBLIC_READ = env.bool("PUBLIC_READ", False)
    ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
    CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
    # How many proxies of ours stand in front and set X-Forwarded-For and X-Forwarded-Proto. 0: those headers are not believed.
    TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
    MAX_BODY_BYTES = env.int("MAX_BODY_BYTES", 5 * 1024 * 1024)
    _database = env.dj_db_url("DATABASE_URL", "sqlite:///var/catalog.sqlite3")
    _threads = env.int("THREADS", 4)
    _test_template = env.str("TEST_DATABASE_TEMPLATE", "template0")
    _cache = env.dj_cache_url("CACHE_URL", "locmem://catalog")
    _email = env.dj_email_url("EMAIL_URL", "console:" if DEBUG else "dummy:")
    _log_level = env.log_level("LOG_LEVEL", logging.INFO)
    _log_format = env.str("LOG_FORMAT", "console" if DEBUG else "json")
    SSL_REDIRECT = env.bool("SSL_REDIRECT", HTTPS)
    HSTS_SECONDS = env.int("HSTS_SECONDS", 365 * 24 * 3600)
    STATIC_ROOT = Path(env.str("STATIC_ROOT", str(ROOT / "var" / "static")))
except EnvError as _error:
    raise ImproperlyConfigured(str(_error)) from _error

SECRET_KEY = secret_key(environ=os.environ, debug=DEBUG)
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
SITE_NAME = env.str("SITE_NAME", "Open Model Registry")
try:
    # Where the site stands, for links in mails that no request leads to.
    SITE_URL = env.str("SITE_URL", "", validate=validate.Regexp(r"^(https?://[^\s/]+)?/?$", error="Write it as https://host.")).rstrip("/")
except EnvError as _error:
    raise ImproperlyConfigured(str(_error)) from _error

INSTALLED_APPS = [
    # First, so that their templates win over those of the packages below.
    "catalog",
    "registry",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.inlines",
    "config.apps.CatalogAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "config.logs.RequestLogMiddleware",
    "config.csp.AreaPolicyMiddleware",
    "config.errors.OutageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.errors.BodyLimitMiddleware",
    "config.errors.CharsetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "catalog.access.ReadAccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

# `make dev` shows the toolbar; a test run never does, and the server's own packages do not contain it.
DEBUG_TOOLBAR = DEBUG and env.bool("DEBUG_TOOLBAR", False)
if DEBUG_TOOLBAR:
    INSTALLED_APPS.append("debug_toolbar")
    MIDDLEWARE.insert(3, "debug_toolbar.middleware.DebugToolbarMiddleware")
    INTERNAL_IPS = ["127.0.0.1", "::1"]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "catalog.access.access_context",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {"default": database_from(_database, root=ROOT, test_template=_test_template, threads=_threads)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": _cache}

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600

# ------------------------------------------------------------------------------------------------ transport and cookies
_host_prefix = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_host_prefix}session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = f"{_host_prefix}csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = SSL_REDIRECT
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = HSTS_SECONDS if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

OIDC_PROVIDERS = openid_connect_providers(os.environ)
_sign_in_origins = [origin_of(provider["settings"]["server_url"]) for provider in OIDC_PROVIDERS]
CONTENT_SECURITY_POLICY = site_policy(form_targets=_sign_in_origins, toolbar=DEBUG_TOOLBAR)
CONTENT_SECURITY_POLICY_BY_AREA = {"/admin/": admin_policy(), "/api/v1/docs/": api_docs_policy()}

DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# A page of the admin with forty offers, each with its prices and citations, has about 2,000 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# ------------------------------------------------------------------------------------------------------ people, sign-in
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "catalog.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/5m/key", "reset_password": "10/m/ip,3/15m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
SOCIALACCOUNT_ADAPTER = "catalog.accounts.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": OIDC_PROVIDERS}}
# The role of a person whom the identity provider lets in for the first time; empty: none until an administrator gives one.
OIDC_DEFAULT_ROLE = env.str("OIDC_DEFAULT_ROLE", "viewer")
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME

# Counted in the database, so that the count holds over all server processes.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "catalog.accounts.name_that_was_tried"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = TRUSTED_PROXY_COUNT or None
AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR"] if TRUSTED_PROXY_COUNT else ["REMOTE_ADDR"]

# Without a mail server there is no link to send: the site then says that an administrator sets passwords.
EMAIL_IS_SET_UP = "EMAIL_URL" in os.environ
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"]
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "catalog@localhost")

# ----------------------------------------------------------------------------------------------------- machines, the API
KNOX_TOKEN_MODEL = "catalog.ApiToken"  # noqa: S105 - the name of a table
REST_KNOX = {"TOKEN_PREFIX": "cat_", "TOKEN_TTL": timedelta(days=90)}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "catalog.api.authentication.ApiTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["catalog.api.permissions.CatalogAccess"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["catalog.api.parsers.StrictJSONParser"],
    "EXCEPTION_HANDLER": "catalog.api.problems.handle",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{SITE_NAME} API",
    "DESCRIPTION": "Language models, their licenses, who offers them, and where each fact was read.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    # The schemas are made from the types of the answers: nothing is left to rename.
    "POSTPROCESSING_HOOKS": [],
}
# How often one caller may ask: 600/minute (second, minute, hour, day), or nothing for no limit. Counted in the cache, so exactly only
# where CACHE_URL names one that all server processes share.
_rate = validate.Regexp(r"^([1-9]\d{0,8}/(second|minute|hour|day))?$", error="Write it as 600/minute, or leave it empty for no limit.")
try:
    API_RATES = {
        "anonymous": env.str("API_RATE_ANONYMOUS", "30000/minute", validate=_rate),
        "user": env.str("API_RATE_USER", "60000/minute", validate=_rate),
        "token": env.str("API_RATE_TOKEN", "30000/minute", validate=_rate),
        "export": env.str("API_RATE_EXPORT", "120/minute", validate=_rate),
    }
    # Room for finished answers in each server process.
    API_KEPT_BYTES = env.int("API_KEPT_MEGABYTES", 32) * 1024 * 1024
except EnvError as _error:
    raise ImproperlyConfigured(str(_error)) from _error

UNFOLD = {
    "SITE_TITLE": SITE_NAME,
    "SITE_HEADER": SITE_NAME,
    "SITE_SYMBOL": "database",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "BORDER_RADIUS": "6px",
    "DASHBOARD_CALLBACK": "registry.admin.dashboard.what_needs_care",
    # The site's accent in place of the theme's purple.
    "COLORS": {
        "primary": {
            "50": "#eef4ff",
            "100": "#d9e7ff",
            "200": "#bcd6ff",
            "300": "#8ebcff",
            "400": "#6cb0ff",
            "500": "#3b8beb",
            "600": "#0b57d0",
            "700": "#0a4bb3",
            "800": "#0d3f91",
            "900": "#113873",
            "950": "#0b2247",
        },
    },
}

LOGGING_CONFIG = "config.logs.configure"
LOGGING = logging_config(level=_log_level, form=_log_format, stream=sys.stderr)
