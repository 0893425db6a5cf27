"""Settings of Conspectus: safe where it stands, on one's own machine; deployed by environment."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from conspectus.config.databases import database
from conspectus.config.mails import mail
from conspectus.config.secret_files import read_or_make
from conspectus.journeys.demo.folder import kind_of
from conspectus.kit.folders import open_data_folder
from conspectus.kit.manner import usual_manner

DATA_FOLDER = open_data_folder()
DEPLOYED = os.environ.get("CONSPECTUS_DEPLOYED") == "1"
PORT = os.environ.get("CONSPECTUS_PORT", "8000")

DEBUG = False
SECRET_KEY = os.environ.get("CONSPECTUS_SECRET_KEY") or read_or_make(DATA_FOLDER / "secret-key")
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("CONSPECTUS_OLD_SECRET_KEYS", "").split(",") if key]
TOKEN_PEPPER = os.environ.get("CONSPECTUS_TOKEN_PEPPER") or read_or_make(DATA_FOLDER / "token-pepper")
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [name for name in os.environ.get("CONSPECTUS_HOSTS", "").split(",") if name] or LOCAL_HOSTS

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "ninja",
    "conspectus.kit.fresh",
    "conspectus.rooms.accounts",
    "conspectus.rooms.runs",
    "conspectus.rooms.files",
    "conspectus.rooms.outbox",
    "conspectus.rooms.portfolio",
    "conspectus.rooms.facts",
    "conspectus.rooms.periods",
    "conspectus.rooms.followup",
    "conspectus.rooms.schedule",
    "conspectus.rooms.scope",
    "conspectus.rooms.agile",
    "conspectus.rooms.money",
    "conspectus.rooms.links",
    "conspectus.rooms.standards",
    "conspectus.rooms.risks",
    "conspectus.rooms.quality",
    "conspectus.rooms.changes",
    "conspectus.rooms.status",
    "conspectus.rooms.knowledge",
    "conspectus.rooms.governance",
    "conspectus.rooms.closure",
    "conspectus.rooms.packs",
    "conspectus.rooms.stakeholders",
    "conspectus.rooms.search",
    "conspectus.doors.web",
]

MIDDLEWARE = [
    "conspectus.config.middleware.RequestId",
    "conspectus.config.middleware.SafeHeaders",
    "conspectus.config.middleware.Proxies",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "conspectus.config.middleware.ReadersManner",
    "conspectus.config.middleware.OwnPages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "conspectus.config.middleware.BodyLimit",
    "conspectus.config.middleware.ReadOnce",
]

ROOT_URLCONF = "conspectus.config.urls"
WSGI_APPLICATION = "conspectus.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "conspectus.doors.web.demo.banner",
            ],
        },
    },
]

# Rows

DATABASES = {"default": database(DATA_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUDIT_HEAD_FILE = DATA_FOLDER / "audit-head.json"
DEMO = kind_of(DATA_FOLDER)  # the folder holds a demo: every page says so

# People

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["conspectus.rooms.accounts.queries.SessionBackend"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email",)},
    },
]

# Sessions and cookies: cookies know no ports, so the name carries it and two local servers do not collide

_PREFIX = "__Host-" if DEPLOYED else ""
SESSION_COOKIE_NAME = f"{_PREFIX}conspectus_{PORT}"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = DEPLOYED
SESSION_ENGINE = "conspectus.config.sessions"
SESSION_MOST_SECONDS = SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_IDLE_SECONDS = 8 * 3600 if DEPLOYED else SESSION_MOST_SECONDS
REENTER_SECONDS = 15 * 60 if DEPLOYED else SESSION_MOST_SECONDS  # for giving roles and approving
CSRF_COOKIE_NAME = f"{_PREFIX}conspectus_csrf_{PORT}"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = DEPLOYED
CSRF_FAILURE_VIEW = "conspectus.doors.web.errors.csrf_failed"
CSRF_TRUSTED_ORIGINS: list[str] = [origin for origin in os.environ.get("CONSPECTUS_ORIGINS", "").split(",") if origin]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Headers

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = DEPLOYED
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if DEPLOYED else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = DEPLOYED
SECURE_HSTS_PRELOAD = DEPLOYED
SECURE_REDIRECT_EXEMPT = [r"^api/", r"^(healthz|readyz)$"]  # a program that speaks in the clear is refused, not led on
BEHIND_PROXY = os.environ.get("CONSPECTUS_PROXY") == "1"
TRUSTED_PROXIES = [one for one in os.environ.get("CONSPECTUS_PROXIES", "").split(",") if one] or ["127.0.0.1", "::1"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

# Mail: nothing is sent until a mail server is named, and a demo sends to nobody

BASE_ADDRESS = os.environ.get("CONSPECTUS_ADDRESS", "").rstrip("/") or f"http://127.0.0.1:{PORT}"
MAIL = mail(os.environ.get("CONSPECTUS_MAIL_URL", "")) if not DEMO else {}
MAIL_ON = bool(MAIL)
EMAIL_BACKEND = MAIL.get("backend", "django.core.mail.backends.dummy.EmailBackend")
EMAIL_HOST, EMAIL_PORT = MAIL.get("host", ""), MAIL.get("port", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.get("user", ""), MAIL.get("password", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.get("starttls", False), MAIL.get("tls", False)
EMAIL_FILE_PATH = MAIL.get("folder")
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = os.environ.get("CONSPECTUS_MAIL_FROM", "") or "conspectus@localhost"

# Uploads

UPLOAD_MOST_BYTES = 50 * 1024 * 1024
UPLOAD_MOST_TOGETHER = 500 * 1024 * 1024  # a whole request
STAGED_MOST_BYTES = 1024 * 1024 * 1024  # what one user keeps before it is stored or swept
STAGED_MOST_FILES = 500
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # everything in a request but its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# Static files come straight from the package

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 300
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Time and language

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [str(Path(__file__).parent.parent / "locale")]
FORMAT_MODULE_PATH = "conspectus.config.formats"
# What holds for those who chose nothing of their own
USUAL_MANNER = usual_manner(
    language=os.environ.get("CONSPECTUS_LANGUAGE", ""),
    region=os.environ.get("CONSPECTUS_REGION", ""),
    zone=os.environ.get("CONSPECTUS_TIME_ZONE", ""),
)

# Logs: one JSON object a line, no bodies, no secrets

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "conspectus.config.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "conspectus": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
