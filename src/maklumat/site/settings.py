"""Settings, all from the environment; `maklumat doctor` explains each."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils.csp import CSP
from psycopg.conninfo import conninfo_to_dict

from .modules import APPS

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("MAKLUMAT_DATA", PACKAGE.parent.parent / "var"))
KEYRING = os.environ.get("MAKLUMAT_KEYRING", str(DATA_DIR / "keys" / "keyring.json"))
LOG_KEY = os.environ.get(
    "MAKLUMAT_LOG_KEY", str(DATA_DIR / "keys" / "log.json")
)  # signs the ledger; see kernel.checkpoints
LOG_WITNESSES = os.environ.get("MAKLUMAT_LOG_WITNESSES", "")  # a JSON file: who cosigns
FILES_DIR = os.environ.get("MAKLUMAT_FILES", str(DATA_DIR / "files"))
CLAMD_ADDRESS = os.environ.get("MAKLUMAT_CLAMD", "")
DEBUG = os.environ.get("MAKLUMAT_DEBUG") == "1"
DEMO = os.environ.get("MAKLUMAT_DEMO") == "1"
BASE_URL = os.environ.get("MAKLUMAT_BASE_URL", "http://localhost:8000").rstrip("/")
LOG_ORIGIN = f"{BASE_URL.partition('://')[2]}/jejak"
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = [h for h in os.environ.get("MAKLUMAT_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",") if h]
PATIENCE = float(os.environ.get("MAKLUMAT_PATIENCE", "1"))  # seconds; see kernel.memo
KEEP_PAGES = not DEBUG and os.environ.get("MAKLUMAT_KEEP_PAGES", "1") == "1"  # see ui.kept
APPLICATION_ROLE = os.environ.get("MAKLUMAT_APPLICATION_ROLE", "maklumat_app")


def _secret() -> str:
    from maklumat.kernel.crypto import Keyring

    return Keyring(Path(KEYRING)).derive("secret:django", 1).hex()


SECRET_KEY = os.environ.get("MAKLUMAT_SECRET_KEY") or _secret()

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "procrastinate.contrib.django",
    "maklumat.kernel",
    "maklumat.ui",
    *APPS,
    "maklumat.site",
]
SEALED_HOST = os.environ.get("MAKLUMAT_SEALED_HOST", "")  # Lapor Aman under a host name of its own, or an onion service
ALLOWED_HOSTS += [SEALED_HOST] if SEALED_HOST else []
SEALED_WORK = int(os.environ.get("MAKLUMAT_SEALED_WORK", "12"))  # zero bits of work for a report when it is quiet
SEALED_RECOVERY_HOURS = int(
    os.environ.get("MAKLUMAT_SEALED_RECOVERY_HOURS", "72")
)  # how long a recovery waits in everybody's sight
SEALED_TRUST = os.environ.get(
    "MAKLUMAT_SEALED_TRUST", ""
)  # a kept /jejak/kebijakan.json: whose signatures its pages believe
SEALED_EXIT = os.environ.get("MAKLUMAT_SEALED_EXIT", "https://www.bmkg.go.id/")  # where "leave at once" leads
MIDDLEWARE = [
    "maklumat.site.sealing.Seal",
    "maklumat.site.middleware.Observe",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "maklumat.site.middleware.Speak",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "maklumat.site.middleware.Accounts",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "maklumat.site.middleware.Act",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "maklumat.site.urls"
WSGI_APPLICATION = "maklumat.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["maklumat.ui.templatetags.ui", "django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "maklumat.site.context.site",
            ],
        },
    }
]
FORM_RENDERER = "maklumat.ui.renderer.Renderer"


PREPARED = {} if os.environ.get("MAKLUMAT_PREPARE") == "0" else {"server_side_binding": True, "prepare_threshold": 3}


def _database(url: str) -> dict:
    parts = conninfo_to_dict(url)
    known = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    database = {name: str(parts.pop(key, "") or "") for name, key in known.items()}
    pool = {"min_size": 1, "max_size": int(os.environ.get("MAKLUMAT_POOL", "4")), "timeout": 20}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **database,
        "CONN_MAX_AGE": 0,
        # Statements that come again are planned once (a tenth of their cost in the server, measured on a row by its key).
        # Behind a pooler that changes servers between transactions set MAKLUMAT_PREPARE=0.
        "OPTIONS": {**parts, **PREPARED, **({"pool": pool} if os.environ.get("MAKLUMAT_POOL", "4") != "0" else {})},
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql://maklumat_app@localhost/maklumat"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name", "nip")},
    },
    {"NAME": "maklumat.site.passwords.NotOfThisPlace"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/petugas/"
LOGOUT_REDIRECT_URL = "/"
REQUIRE_SECOND_FACTOR = os.environ.get("MAKLUMAT_SECOND_FACTOR", "optional" if DEMO else "required") == "required"
METRICS_TOKEN = os.environ.get("MAKLUMAT_METRICS_TOKEN", "")
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_ADAPTER = "maklumat.modules.accounts.adapter.Doorkeeper"
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,10/5m/key"}  # axes counts to eight first
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # for changes of address and the like
_FORMS = "maklumat.modules.accounts.forms."
ACCOUNT_FORMS = {
    "login": _FORMS + "LoginForm",
    "signup": _FORMS + "SignupForm",
    "add_email": _FORMS + "AddEmailForm",
    "change_password": _FORMS + "ChangePasswordForm",
    "set_password": _FORMS + "SetPasswordForm",
    "reset_password": _FORMS + "ResetPasswordForm",
    "reset_password_from_key": _FORMS + "ResetPasswordKeyForm",
    "reauthenticate": _FORMS + "ReauthenticateForm",
}
MFA_ADAPTER = "maklumat.modules.accounts.adapter.Locksmith"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": _FORMS + "AuthenticateForm",
    "reauthenticate": _FORMS + "ReauthenticateCodeForm",
    "activate_totp": _FORMS + "ActivateTOTPForm",
    "add_webauthn": _FORMS + "AddWebAuthnForm",
    "edit_webauthn": _FORMS + "EditWebAuthnForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("MAKLUMAT_BEHIND_PROXY", "0"))
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Maklumat"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "maklumat.site.errors.locked_out"
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "maklumat.modules.accounts.adapter.attempted_address"
AXES_CLIENT_IP_CALLABLE = "maklumat.kernel.callers.address_of"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "/static/"
STATICFILES_DIRS: list = []
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 31_536_000 if not DEBUG else 0
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "maklumat.ui.staticfiles.Fingerprinted"},
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "maklumat.modules.accounts.sessions"
SESSION_IDLE_MINUTES = int(os.environ.get("MAKLUMAT_IDLE_MINUTES", "60"))  # a login nobody uses ends
COOKIE_PREFIX = (
    "__Host-" if HTTPS else ""
)  # a browser takes such a cookie from this host alone, over https, for all paths
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = COOKIE_PREFIX + "sessionid", COOKIE_PREFIX + "csrftoken"
LANGUAGE_COOKIE_NAME, MESSAGES_COOKIE_NAME = COOKIE_PREFIX + "django_language", COOKIE_PREFIX + "messages"
MESSAGE_STORAGE = "maklumat.site.passing.Storage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SESSION_COOKIE_AGE = 10 * 3600
CSRF_FAILURE_VIEW = "maklumat.site.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
if os.environ.get("MAKLUMAT_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_MAX_MEMORY_SIZE = 25_000_000

DEFAULT_FROM_EMAIL = os.environ.get("MAKLUMAT_MAIL_FROM", "layanan@tirtamulya.example")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2]
EMAIL_HOST = os.environ.get("MAKLUMAT_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("MAKLUMAT_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("MAKLUMAT_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MAKLUMAT_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("MAKLUMAT_SMTP_TLS", "1") == "1"
WEBHOOK_URL = os.environ.get("MAKLUMAT_WEBHOOK_URL", "")
WEBHOOK_SECRET = os.environ.get("MAKLUMAT_WEBHOOK_SECRET", "")
OUTSIDE_MAY_BE_LOCAL = os.environ.get("MAKLUMAT_OUTSIDE_MAY_BE_LOCAL") == "1"  # partners in our own network, tests
MAIL_DIR = os.environ.get("MAKLUMAT_MAIL_DIR", "")  # a Maildir into which the mail server delivers reports
MAKLUMAT_SIGNER = os.environ.get("MAKLUMAT_SIGNER", "local")
MAKLUMAT_TSA_URL = os.environ.get("MAKLUMAT_TSA_URL", "")
MAKLUMAT_BSRE_URL = os.environ.get("MAKLUMAT_BSRE_URL", "")
MAKLUMAT_BSRE_USER = os.environ.get("MAKLUMAT_BSRE_USER", "")
MAKLUMAT_BSRE_PASSWORD = os.environ.get("MAKLUMAT_BSRE_PASSWORD", "")
MAKLUMAT_BSRE_ROOTS = os.environ.get("MAKLUMAT_BSRE_ROOTS", "")

CARRIERS = {
    "email": "smtp" if EMAIL_HOST else "mailbox",
    "phone": "webhook" if WEBHOOK_URL else "mailbox",
}

# "default" is asked by allauth alone (limits, codes used once): all web processes must share it. Pages keep what they
# keep in memory, and never ask it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
# E005: the app of django.contrib.postgres only adds form fields and look-ups that are not used here
SILENCED_SYSTEM_CHECKS = ["axes.W003", "postgres.E005"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "maklumat.site.observe.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": os.environ.get("MAKLUMAT_LOG", "WARNING")},
    "loggers": {"maklumat": {"level": "INFO"}, "django.request": {"level": "ERROR"}, "axes": {"level": "ERROR"}},
}
