"""Django settings, from the environment only; read them through django.conf.settings."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.messages import constants as messages
from kombu import Queue
from redis.backoff import NoBackoff
from redis.retry import Retry

from mnr import connections, content_policy, env, logs, schedule, thresholds
from mnr.api import defaults

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = Path(env.env_str("MNR_STATE_DIR", str(env.USUAL_STATE))).absolute()
REPORTS_DIR = STATE_DIR / "reports"
VERSION = re.findall(r"(?m)^## (\S+)", (BASE_DIR / "CHANGELOG.md").read_text(encoding="utf-8"))[0]
env.adopt_running(STATE_DIR)

# --- The country's choices ---------------------------------------------------------------
SITE_URL = connections.site_url("SITE_URL")
MNR_PERIOD_MONTHS = env.env_int("MNR_PERIOD_MONTHS", 3, choices=(1, 3, 6, 12))
MNR_FISCAL_YEAR_STARTS = env.env_int("MNR_FISCAL_YEAR_STARTS", 1, low=1, high=12)
MNR_HELPLINE = env.env_str("MNR_HELPLINE", "")
MNR_CONTACT = env.env_str("MNR_CONTACT", "")
MNR_SECURITY_CONTACT = connections.contact("MNR_SECURITY_CONTACT")
MNR_DISCLOSURE = thresholds.editions()
MNR_SMALL_COUNT = env.env_int("MNR_SMALL_COUNT", 5, low=2, high=50)
# What the content guard knows of the country: docs/content-guard.md
MNR_GUARD_REGION = env.env_region("MNR_GUARD_REGION")
MNR_GUARD_IDENTIFIERS = env.env_patterns("MNR_GUARD_IDENTIFIERS")
MNR_GUARD_PUBLIC_NUMBERS = env.env_list("MNR_GUARD_PUBLIC_NUMBERS")
MNR_GUARD_WORDS = env.env_list("MNR_GUARD_WORDS")
MNR_INVITATION_DAYS = env.env_int("MNR_INVITATION_DAYS", 7, low=1, high=14)
TIME_ZONE = env.env_time_zone("MNR_TIME_ZONE", "UTC")
USE_TZ = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
FORMAT_MODULE_PATH = ["mnr.formats"]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.env_str("MNR_EMAIL_FROM", "mnr@localhost")

# --- What it is made of ------------------------------------------------------------------
SECRET_KEY = env.env_secret("SECRET_KEY", shortest=50)
SECRET_KEY_FALLBACKS = env.env_secrets("SECRET_KEY_FALLBACKS", shortest=50)  # while it changes
DEBUG = env.env_bool("DEBUG", False)
ROOT_URLCONF = "mnr.urls"
WSGI_APPLICATION = "mnr.wsgi.application"
AUTH_USER_MODEL = "mnr.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DOMAIN_APPS = [
    "governance",
    "criminal_justice",
    "victim_services",
    "society",
    "industry",
    "media",
]
INSTALLED_APPS = [
    "mnr",
    *DOMAIN_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "csp",
]
MIDDLEWARE = [
    "mnr.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "mnr.doors.DoorsMiddleware",
    "mnr.origins.OriginMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mnr.compression.CompressionMiddleware",  # pages; the static files are compressed already
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mnr.signed_in.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mnr.signed_in.FactorMiddleware",
    "mnr.access.ProblemMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mnr.views.context.page",
            ]
        },
    }
]
FORM_RENDERER = "mnr.forms.base.Renderer"
MESSAGE_TAGS = {messages.ERROR: "error", messages.SUCCESS: "success", messages.INFO: "info"}

# --- Database, cache, files --------------------------------------------------------------
STATEMENT_SECONDS = env.env_int("MNR_STATEMENT_TIMEOUT", 0)
DATABASE_URL = env.env_secret("DATABASE_URL")
DATABASES = {"default": connections.database(DATABASE_URL, STATEMENT_SECONDS)}
# For `migrate` alone; without it, DATABASE_URL must be the owner's.
DATABASE_OWNER = connections.database(
    env.env_secret("DATABASE_OWNER_URL", DATABASE_URL), STATEMENT_SECONDS
)
REDIS_URL = env.env_secret("REDIS_URL")
MNR_PRIVATE_NETWORK = env.env_bool("MNR_PRIVATE_NETWORK", False)  # with database and Redis alone
CACHES = {
    "default": {
        "BACKEND": "mnr.cache.ReadSafeCache",
        "LOCATION": connections.cache(REDIS_URL),
        "OPTIONS": {
            "socket_timeout": 1,
            "socket_connect_timeout": 1,
            "retry": Retry(NoBackoff(), 0),  # a page waits one second for it, not several
        },
    }
}
MNR_ANCHOR_KEY_FILE = env.env_str("MNR_ANCHOR_KEY_FILE", "")  # signs the anchors of the trail
STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
MEDIA_URL = "/files/"  # the app `media` wants the address /media/; nothing is ever uploaded
MEDIA_ROOT = STATE_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
LARGEST_IMPORT = 5_000_000  # bytes of a file that is sent into a register
FILE_UPLOAD_HANDLERS = ["mnr.doors.ImportsOnly"]
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Sign-in -----------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "mnr.passwords.PasswordRules"}]
MNR_BREACHED_PASSWORDS = env.env_breached("MNR_BREACHED_PASSWORDS")
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of before; rehashed at the next sign-in
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_work"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "mnr.views.account.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the secretariat knows whom it invites
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
ALLAUTH_TRUSTED_PROXY_COUNT = env.env_int("MNR_PROXIES", 0, high=5)
MNR_OIDC_ISSUER = connections.issuer("MNR_OIDC_ISSUER", SITE_URL)
MNR_OIDC_NAME = env.env_str("MNR_OIDC_NAME", "your organisation’s account")
MNR_OIDC_CLIENT_ID = env.env_str("MNR_OIDC_CLIENT_ID") if MNR_OIDC_ISSUER else ""
MNR_OIDC_CLIENT_SECRET = env.env_secret("MNR_OIDC_CLIENT_SECRET") if MNR_OIDC_ISSUER else ""
# values of acr or amr that say how well people prove there who they are
MNR_OIDC_SECOND_FACTOR = env.env_list("MNR_OIDC_SECOND_FACTOR")
MNR_OIDC_PHISHING_RESISTANT = env.env_list("MNR_OIDC_PHISHING_RESISTANT")
MNR_OIDC_ORIGINS = connections.origins(MNR_OIDC_ISSUER, env.env_list("MNR_OIDC_ORIGINS"))
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False  # services write object grants, not methods of the user

ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "mnr.forms.passwords.SignInForm",
    "reset_password": "mnr.forms.passwords.LinkForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",  # a key is an account, known or not
    "reauthenticate": "10/m/user",
    "reset_password": "10/m/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "10/m/ip"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 0  # our own rule decides: see mnr.factors.may_manage
MFA_ADAPTER = "mnr.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Model National Response"
MFA_TOTP_TOLERANCE = 1  # half a minute early or late
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 10
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the secretariat knows whom it invites
MFA_FORMS = {
    "authenticate": "mnr.forms.factors.CodeForm",
    "reauthenticate": "mnr.forms.factors.CodeAgainForm",
    "activate_totp": "mnr.forms.factors.AppForm",
    "add_webauthn": "mnr.forms.factors.PasskeyForm",
}
MNR_SECOND_FACTOR = env.env_str("MNR_SECOND_FACTOR", "required", choices=["required", "relaxed"])
MNR_IDLE_MINUTES = env.env_int("MNR_IDLE_MINUTES", 30, low=5, high=30)
MNR_SESSION_HOURS = env.env_int("MNR_SESSION_HOURS", 12, low=1, high=12)

# --- Protection: strict; http:// in SITE_URL is for a demonstration on one's own machine ----
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.env_list("MNR_ALLOWED_HOSTS", [urlsplit(SITE_URL).hostname or ""])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# Health is asked from inside the network, without TLS. A program that is led on would send its
# token in the clear every time: the doors refuse it instead.
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^api/"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = False  # a country's own choice: it binds every service of its domain
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
# Browsers refuse a __Host- cookie from a neighbour, from http:// or for a part of the site.
COOKIES = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIES}sessionid"
CSRF_COOKIE_NAME = f"{COOKIES}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIES}language"
LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
SESSION_COOKIE_AGE = MNR_SESSION_HOURS * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "mnr.views.account.stale_form"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": content_policy.directives(HTTPS, MNR_OIDC_ORIGINS)}

# --- Mail: kept as files until a server is named ---------------------------------------------
EMAIL_HOST = env.env_str("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = STATE_DIR / "mail"
EMAIL_PORT = env.env_int("EMAIL_PORT", 587, high=65535)
EMAIL_USE_TLS = env.env_bool("EMAIL_USE_TLS", True)
EMAIL_HOST_USER = env.env_str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.env_secret("EMAIL_HOST_PASSWORD") if EMAIL_HOST_USER else ""
EMAIL_TIMEOUT = 10

# --- Work in the background: the Job table keeps it, Celery only rings the bell --------------
CELERY_BROKER_URL = connections.broker(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 3,
    "socket_connect_timeout": 3,
    "visibility_timeout": 3600,
    # Lost messages come back after seconds; kombu's defaults make it a hundred.
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_QUEUES = [Queue("default"), Queue("reports")]
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_TASK_TIME_LIMIT = 900
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 512_000  # kB
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = schedule.SCHEDULE

# --- The API --------------------------------------------------------------------------------
MNR_API_PER_MINUTE = env.env_int("MNR_API_PER_MINUTE", 120, low=10, high=10_000)
REST_FRAMEWORK = defaults.REST_FRAMEWORK
SPECTACULAR_SETTINGS = defaults.SPECTACULAR_SETTINGS | {"VERSION": VERSION}

LOGGING = logs.LOGGING
