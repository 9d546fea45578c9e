"""Settings of the house. Everything that differs between places comes from the environment; all of it is documented
in ``docs/reference/settings.md``, and a test fails for a setting that is not.
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from sozialraum.foundation.database import environment
from sozialraum.foundation.database.directory import DataDirectory, default_data_directory
from sozialraum.foundation.database.roles import LOCAL_TIME, database_settings

PACKAGE = Path(__file__).resolve().parents[1]
DATA_DIRECTORY = DataDirectory(default_data_directory(os.environ).absolute())
DEVELOPMENT = environment.switch("SOZIALRAUM_DEVELOPMENT")
DEBUG = False

SECRET_KEY = environment.secret("SOZIALRAUM_SECRET_KEY_FILE", DATA_DIRECTORY.secret_key_file)
ENCRYPTION_KEY_DIRECTORY = str(DATA_DIRECTORY.entrusted_keys)
KEYS_DIRECTORY = str(DATA_DIRECTORY.keys)
SNAPSHOT_DIRECTORY = str(DATA_DIRECTORY.snapshots)

ALLOWED_HOSTS = environment.hosts("SOZIALRAUM_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
SECURE = environment.switch("SOZIALRAUM_HTTPS")
CSRF_TRUSTED_ORIGINS = environment.addresses("SOZIALRAUM_ORIGINS")
# where links in letters lead to: the first address of the site
SITE_ADDRESS = CSRF_TRUSTED_ORIGINS[0] if CSRF_TRUSTED_ORIGINS else ""
if SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

INSTALLED_APPS = [
    "sozialraum.reporting",
    "sozialraum.participation",
    "sozialraum.participation.rounds",
    "sozialraum.individual",
    "sozialraum.network",
    "sozialraum.network.field_work",
    "sozialraum.network.themes",
    "sozialraum.network.advocacy",
    "sozialraum.network.effects",
    "sozialraum.network.cooperations",
    "sozialraum.network.lived_spaces",
    "sozialraum.network.inquiries",
    "sozialraum.organization",
    "sozialraum.organization.budgets",
    "sozialraum.organization.direct_access",
    "sozialraum.social_structure",
    "sozialraum.social_structure.open_data",
    "sozialraum.social_structure.workshop",
    "sozialraum.foundation.supervision",
    "sozialraum.foundation.ui",
    "sozialraum.foundation.jobs",
    "sozialraum.foundation.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "sozialraum.foundation.privacy",
    "sozialraum.foundation.audit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sozialraum.foundation.ui.static_files.StaticFilesMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sozialraum.foundation.ui.middleware.HouseLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sozialraum.foundation.accounts.middleware.ActorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sozialraum.foundation.ui.set_up.FirstRunMiddleware",
    "sozialraum.foundation.accounts.middleware.SessionLimitMiddleware",
    "sozialraum.foundation.accounts.middleware.SignInMiddleware",
    "sozialraum.foundation.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sozialraum.foundation.ui.middleware.PrivatePagesMiddleware",
    "sozialraum.foundation.ui.errors.PlainWordsMiddleware",
    "sozialraum.foundation.privacy.middleware.GateMiddleware",
]

ROOT_URLCONF = "sozialraum.site.urls"
WSGI_APPLICATION = "sozialraum.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sozialraum.foundation.ui.context_processors.shell",
            ],
        },
    }
]

FORM_RENDERER = "sozialraum.foundation.ui.renderers.HouseForms"

DATABASES = database_settings(os.environ, absent_ok=True)
DATABASES["default"]["ATOMIC_REQUESTS"] = True
PREPARED_STATEMENTS = environment.switch("DATABASE_PREPARED_STATEMENTS", default=True)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # shared by all processes, in the database: rate limits
    "default": {"BACKEND": "sozialraum.foundation.accounts.shared_cache.SharedCache"},
    # of this process alone: what every page reads and may be a minute old
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "sozialraum.foundation.accounts.passwords.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
]
OPENID = {
    "issuer": environment.provider("SOZIALRAUM_OIDC_ISSUER"),
    "client_id": environment.text("SOZIALRAUM_OIDC_CLIENT_ID", "sozialraum"),
    "client_secret": environment.secret("SOZIALRAUM_OIDC_CLIENT_SECRET_FILE"),
    "name": environment.text("SOZIALRAUM_OIDC_NAME", "OpenID Connect"),
    "directory_claim": environment.text("SOZIALRAUM_OIDC_DIRECTORY_CLAIM"),
    "second_factor": tuple(environment.listed("SOZIALRAUM_OIDC_SECOND_FACTOR")),
}
LOGIN_URL = "/anmelden/"
ACCOUNT_ADAPTER = "sozialraum.foundation.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {"login": "sozialraum.foundation.accounts.forms.SignInForm"}
# by sender, and by name and sender together: nobody is locked out by others who know the name alone
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/10m/ip,5/5m/key",
    "invitation": "10/10m/ip",
    "set_up": "10/10m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("SOZIALRAUM_TRUSTED_PROXIES", 0, least=0, most=9)
MFA_ADAPTER = "sozialraum.foundation.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "sozialraum.foundation.accounts.forms.CodeForm",
    "reauthenticate": "sozialraum.foundation.accounts.forms.ConfirmCodeForm",
    "activate_totp": "sozialraum.foundation.accounts.forms.NewAppForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Sozialraum"
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# browsers hand out passkeys on https and on localhost only; the local start without https needs this as well
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/anmelden/"

EMAIL_HOST = environment.text("SOZIALRAUM_MAIL_HOST")
EMAIL_PORT = environment.number("SOZIALRAUM_MAIL_PORT", 587, least=1, most=65_535)
EMAIL_HOST_USER = environment.text("SOZIALRAUM_MAIL_USER")
EMAIL_HOST_PASSWORD = environment.secret("SOZIALRAUM_MAIL_PASSWORD_FILE")
MAIL_SECURITY = environment.choice("SOZIALRAUM_MAIL_SECURITY", "starttls", among=("starttls", "tls", "none"))
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SECURITY == "starttls", MAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("SOZIALRAUM_MAIL_FROM")

SESSION_ENGINE = "sozialraum.foundation.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_IDLE_MINUTES = environment.number("SOZIALRAUM_SESSION_IDLE_MINUTES", 30, least=1, most=1_440)
SESSION_HOURS = environment.number("SOZIALRAUM_SESSION_HOURS", 10, least=1, most=24)
# the row outlives the limits: what is sent after them is still known to be whose it is, and is kept for this person
SESSION_COOKIE_AGE = 2 * 24 * 3600
SESSION_SAVE_EVERY_REQUEST = False
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "sozialraum.foundation.ui.errors.form_too_old"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [], "geolocation": [], "microphone": ["self"], "payment": [], "usb": [],
}  # fmt: skip
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        # the form that begins a sign-in at the municipality's provider is redirected there
        "form-action": [SELF, *filter(None, ["/".join(str(OPENID["issuer"]).split("/")[:3])])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "sozialraum.site.formats"
TIME_ZONE = LOCAL_TIME
STATE = environment.text("SOZIALRAUM_STATE").upper().removeprefix("DE-")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_DIRECTORY = str(DATA_DIRECTORY.static)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sozialraum.foundation.ui.static_files.FingerprintedStorage"},
}
# the development server reads the program's own files at each request; every other serves its copy of them
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEVELOPMENT

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "sozialraum.foundation.database.logs.ContentlessFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # anybody can send any name; each would fill the log with a traceback, and the answer says enough
    "loggers": {"django.security.DisallowedHost": {"level": "CRITICAL"}},
}
