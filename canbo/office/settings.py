"""Every setting of the office, once, typed, from the environment. Documented in docs/operations/settings.md."""

from __future__ import annotations

import math
import os
import secrets
from pathlib import Path
from typing import TypeVar

from canbo.office.addresses import MailServer, Misset, database, mail_server

Number = TypeVar("Number", int, float)
PACKAGE = Path(__file__).resolve().parent


def env(name: str, default: str = "") -> str:
    """The environment's CANBO_<name>, or the default."""
    return os.environ.get(f"CANBO_{name}", default)


def flag(name: str, default: bool = False) -> bool:
    """A yes/no setting: 1, true, yes, on are yes."""
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def number(name: str, default: Number, least: int = 1) -> Number:
    """A number, whole where the default is; Misset for less than the least, and for anything else."""
    text = env(name)
    try:
        found = type(default)(text) if text else default
    except ValueError:
        found = type(default)(-1)
    if not least <= found < math.inf:
        kind = "số nguyên" if isinstance(default, int) else "số"
        raise Misset(f"CANBO_{name}: cần một {kind} từ {least} trở lên, ví dụ {default}; đang là “{text}”.")
    return found


DATA = Path(env("DATA") or PACKAGE.parent.parent / "var").resolve()
DATA.mkdir(parents=True, exist_ok=True, mode=0o700)


def kept_secret(file: str) -> str:
    """A secret made once beside the data, readable by its owner only."""
    path = DATA / file
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    key = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w") as opened:
        opened.write(key)
    return key


SECRET_KEY = env("SECRET_KEY") or kept_secret("secret.key")
DEBUG = flag("DEBUG")
DEMO = (DATA / "demo").exists()
ALLOWED_HOSTS = env("HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env("ORIGINS").split(",") if origin]
# A pool in front that gives each transaction another connection (PgBouncer).
POOLED = flag("POOLED")
DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), DATA, pooled=POOLED)}
if replica := env("REPLICA_URL"):
    DATABASES["replica"] = database(replica, DATA, pooled=POOLED, patience=2, named="CANBO_REPLICA_URL")
DATABASE_ROUTERS = ["canbo.office.base.replica.Router"]
# How the web server is laid out: processes, and requests answered side by side in each.
WEB_WORKERS = number("WEB_WORKERS", (os.cpu_count() or 1) if os.environ.get("DATABASE_URL") else 1)
WEB_THREADS = number("WEB_THREADS", 4)
# How many more may wait for a turn in each, some seconds at most; the others are asked to come back.
WEB_WAITING = number("WEB_WAITING", 16, least=0)
# Passwords checked side by side in each web process; a core is busy with each.
LOGINS_AT_ONCE = number("LOGINS_AT_ONCE", 1)
FILES = DATA / "files"
# Where the ballot box, a process that shares nothing else with the office, takes surveys from.
BOX_INBOX = Path(env("BOX_INBOX") or DATA / "box-inbox").resolve()
# Its origin: the one window that ballots handed out online are given to.
BOX_SITE = env("BOX_SITE", "http://localhost:8001").rstrip("/")
# Keys that seal papers, each encrypted with this secret.
KEYS = DATA / "keys"
SEAL_SECRET = env("SEAL_SECRET") or kept_secret("seal.key")
# Backups are encrypted under this one.
BACKUP_SECRET = env("BACKUP_SECRET")
PKCS11_MODULE = env("PKCS11_MODULE")
PKCS11_PIN = env("PKCS11_PIN")
# Time-stamps on signatures: none without an address; without an answer, papers are signed all the same unless required.
TSA_URL = env("TSA_URL")
TSA_REQUIRED = flag("TSA_REQUIRED")

INSTALLED_APPS = [
    # Ours first: people's templates stand before allauth's.
    "canbo.office.base",
    "canbo.office.people",
    "canbo.office.signatures",
    "canbo.office.regulations",
    "canbo.office.cycles",
    "canbo.office.opinions",
    "canbo.office.commitments",
    "canbo.office.work",
    "canbo.office.evaluations",
    "canbo.office.results",
    "canbo.office.profiles",
    "canbo.office.talent",
    "canbo.office.training",
    "canbo.office.awards",
    "canbo.office.insight",
    "canbo.office.agenda",
    "canbo.office.desk",
    "canbo.office.upkeep",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
]

MIDDLEWARE = [
    "canbo.office.base.observing.ObservingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "canbo.office.base.middleware.PolicyMiddleware",
    "canbo.office.desk.turns.TurnsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "canbo.office.base.middleware.WritableTextMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "canbo.office.people.arriving.ArrivingMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "canbo.office.people.middleware.ViewerMiddleware",
    "axes.middleware.AxesMiddleware",
    "canbo.office.base.replica.ReplicaMiddleware",
]

ROOT_URLCONF = "canbo.office.urls"
WSGI_APPLICATION = "canbo.office.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "canbo.office.desk.shell.shell",
            ],
        },
    }
]

AUTH_USER_MODEL = "base.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "canbo.office.people.hashing.BoundedArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_ADAPTER = "canbo.office.people.adapter.AccountAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
# One spelling a name: compared by the database, "ı" would be "i" on PostgreSQL and give more tries before the lockout.
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_FORMS = {
    "login": "canbo.office.people.forms.account.LoginForm",
    "change_password": "canbo.office.people.forms.account.ChangePasswordForm",
    "reauthenticate": "canbo.office.people.forms.account.ReauthenticateForm",
}
# Guesses at one account's second factor; wrong passwords are counted by axes.
ACCOUNT_RATE_LIMITS = {"login": False, "login_failed": "20/10m/key"}
MFA_ADAPTER = "canbo.office.people.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "canbo.office.people.forms.account.FactorForm",
    "reauthenticate": "canbo.office.people.forms.account.FactorAgainForm",
    "activate_totp": "canbo.office.people.forms.account.ActivateForm",
}
# How long a printed one-time code works.
CODE_DAYS = number("CODE_DAYS", 14)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Canbo"
REQUIRE_SECOND_FACTOR = flag("SECOND_FACTOR", default=not DEMO)
# A whole office shares one address: lock the account, not the building.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_FAILURE_LIMIT = number("LOCKOUT_AFTER", 8)
AXES_COOLOFF_TIME = number("LOCKOUT_HOURS", 0.5, least=0)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "canbo.office.people.lockout.typed_name"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "base/errors/locked.html"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

SESSION_ENGINE = "canbo.office.people.arriving"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = flag("HTTPS")
BEHIND_PROXY = flag("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; "
    "form-action 'self'"
)

# Where links in letters lead; letters are written without a request to tell.
# Fewer people than this are not counted by what is sensitive (ethnicity): the number would name them.
SMALL_GROUP = number("SMALL_GROUP", 5)
SITE = env("SITE", "http://localhost:8000").rstrip("/")
MAIL = mail_server(env("SMTP_URL"))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL else 'console'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL or MailServer()
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("MAIL_FROM", "Canbo <canbo@localhost>")

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
# Django's own Vietnamese formats read 03/04 as 4 March.
FORMAT_MODULE_PATH = ["canbo.office.formats"]

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 40_000
MAX_UPLOAD = 10 * 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Who may read the metrics: addresses and networks.
METRICS_FROM = [each.strip() for each in env("METRICS_FROM", "127.0.0.1,::1").split(",") if each.strip()]
# Lines of JSON without personal data (`canbo serve`), or text for whoever works on the software.
LOG = env("LOG", "text")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "canbo.office.base.logs.JsonFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "canbo": {"level": "INFO"},
        "canbo.request": {"level": "INFO" if LOG == "json" else "WARNING"},
        "axes": {"level": "ERROR"},
        "django_tasks_db": {"level": "WARNING"},
        # The signing library names the holders of certificates it turns down; the page says it to whom it concerns.
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}
