"""Settings of the desk. What an installation may choose is in environment.py; the rest is fixed here."""

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from focalpoint.desk.site import environment, languages, secret

DESK = Path(__file__).parents[1]
CHOSEN = environment.read(os.environ)

FOCALPOINT_HOME = CHOSEN.home
FOCALPOINT_PUBLIC_PAGES = CHOSEN.public_pages
FOCALPOINT_PROBLEMS = CHOSEN.problems

# A process that serves keeps its key first (wsgi.py, `focalpoint up`); one that only checks or tests needs none.
SECRET_KEY = CHOSEN.secret_key or secret.kept(CHOSEN.home) or secrets.token_urlsafe(64)
DEBUG = False
ALLOWED_HOSTS = CHOSEN.hosts
ROOT_URLCONF = "focalpoint.desk.site.urls"
WSGI_APPLICATION = "focalpoint.desk.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "focalpoint.desk.site",
    "focalpoint.desk.demo",
    "focalpoint.desk.life",
    "focalpoint.desk.compartments",
    "focalpoint.desk.decisions",
    "focalpoint.desk.options",
    "focalpoint.desk.consultations",
    "focalpoint.desk.interests",
    "focalpoint.desk.missions",
    "focalpoint.desk.assessments",
    "focalpoint.desk.situations",
    "focalpoint.desk.intake",
    "focalpoint.desk.watch",
    "focalpoint.desk.library",
    "focalpoint.desk.documents",
    "focalpoint.desk.people",
    "focalpoint.desk.tasks",
    "focalpoint.desk.trail",
    "focalpoint.desk.concurrency",
    "focalpoint.desk.marking",
    "focalpoint.desk.design",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.forms",  # the templates of its widgets
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages are compressed: Django pads each with a random length and masks its CSRF tokens again, which answers BREACH,
    # and no page repeats what a stranger typed next to anything secret.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "focalpoint.desk.people.expiry.Expiry",
    "focalpoint.desk.people.zones.Zones",
    "focalpoint.desk.web.cache_headers.Private",
    # A form is sent by the person it was made for, and by no one else.
    "focalpoint.desk.site.authorship.Authorship",
    # Every page asks for a sign-in unless its view says otherwise; a form that was sent without one is held.
    "focalpoint.desk.web.expired_forms.AskForSignIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "focalpoint.desk.web.success.Success",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "focalpoint.desk.web.reads.ProtectedReads",
]
FORM_RENDERER = "focalpoint.desk.design.renderer.Renderer"
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
                "focalpoint.desk.marking.context.marking",
                "focalpoint.desk.site.navigation.frame",
                "focalpoint.desk.demo.context.demonstration",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "focalpoint.desk.design.templatetags.tables",
                "focalpoint.desk.marking.templatetags.refs",
                "focalpoint.desk.site.templatetags.forms",
            ],
        },
    }
]

# Every kind of event that can be recorded, as the apps declare them.
FOCALPOINT_EVENTS = "focalpoint.desk.site.events.EVENTS"
# Each kind of object whose state an event holds a digest of.
FOCALPOINT_COVERED = "focalpoint.desk.site.digests.COVERED"
# What lists the sealed files that can still be read, of each app that keeps some.
FOCALPOINT_SEALED = (
    "focalpoint.desk.intake.orphans.kept_originals",
    "focalpoint.desk.decisions.transmission.letters.kept_letters",
)
# What tells how many bytes the files of a person, or of all, have; of each app that keeps some.
FOCALPOINT_SIZES = (
    "focalpoint.desk.intake.quota.size_of_originals",
    "focalpoint.desk.decisions.transmission.letters.size_of_letters",
)
# Every job of the background.
FOCALPOINT_JOBS = "focalpoint.desk.site.jobs.JOBS"

DATABASES = {"default": CHOSEN.database}
# Rate limits must be seen by every process, so they are in the database; page fragments may differ by process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "site_cache",
        # So many that no one can push a count of failed tries out by making others.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
    "fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 200}},
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "watch"
ACCOUNT_ADAPTER = "focalpoint.desk.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "focalpoint.desk.people.sign_in.SignInForm"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ALLAUTH_TRUSTED_PROXY_COUNT = CHOSEN.proxies
MFA_ADAPTER = "focalpoint.desk.people.mfa.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a step of thirty seconds before and after: clocks of phones differ, and people need time
MFA_FORMS = {
    "authenticate": "focalpoint.desk.people.codes.SignInForm",
    "reauthenticate": "focalpoint.desk.people.codes.AgainForm",
}
FOCALPOINT_IDLE_MINUTES = CHOSEN.idle_minutes
FOCALPOINT_SIGN_IN_HOURS = CHOSEN.sign_in_hours
FOCALPOINT_OFFICE = CHOSEN.office
FOCALPOINT_OFFICE_ADDRESS = CHOSEN.office_address
FOCALPOINT_CLASSIFICATION = CHOSEN.classification
FOCALPOINT_RECALL_MINUTES = CHOSEN.recall_minutes
FOCALPOINT_PREVIEWS = CHOSEN.previews
FOCALPOINT_PERSON_MB, FOCALPOINT_FILES_MB = CHOSEN.person_mb, CHOSEN.files_mb

FOCALPOINT_ADDRESS = CHOSEN.mail.address
DEFAULT_FROM_EMAIL = CHOSEN.mail.sender
EMAIL_BACKEND = CHOSEN.mail.backend
EMAIL_HOST, EMAIL_PORT = CHOSEN.mail.host, CHOSEN.mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = CHOSEN.mail.user, CHOSEN.mail.password
EMAIL_USE_SSL, EMAIL_USE_TLS = CHOSEN.mail.encrypted_at_once, CHOSEN.mail.encrypted_later
EMAIL_TIMEOUT = 20

LANGUAGE_CODE = CHOSEN.language
LANGUAGES = languages.offered()
LOCALE_PATHS = [languages.CATALOGUES]
FORMAT_MODULE_PATH = ["focalpoint.desk.site.formats"]
USE_TZ = True
TIME_ZONE = CHOSEN.zone
FOCALPOINT_LIKELIHOOD_WORDS = CHOSEN.likelihood_words

STATIC_URL = "static/"
STATIC_ROOT = CHOSEN.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = CHOSEN.sign_in_hours * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = CHOSEN.https
SECURE_SSL_REDIRECT = CHOSEN.https
SECURE_HSTS_SECONDS = 31_536_000 if CHOSEN.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CHOSEN.proxies else None
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in CHOSEN.hosts if host != "*"] if CHOSEN.https else []
# With https, browsers learn so for this name alone: other names of the domain are not ours to speak for.
# Without it the desk serves one machine, and focalpoint.W001 warns when it serves others.
_UNENCRYPTED = ["security.W004", "security.W008", "security.W012", "security.W016"]
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"] if CHOSEN.https else _UNENCRYPTED

CSRF_FAILURE_VIEW = "focalpoint.desk.site.errors.expired"
# A text of ten million signs comes back with what is wrong with it, or is held; beyond this, nothing is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# The only way in for a file: into memory, so that nothing of it is on a disk before it is sealed.
FILE_UPLOAD_HANDLERS = ["focalpoint.desk.site.uploads.InMemory"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # An address with a slip in it is the reader's page, not the operator's log; nor can a stranger fill that.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security.RequestDataTooBig": {"level": "CRITICAL"}},
}
