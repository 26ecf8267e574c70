"""An authorization server that nobody here wrote: django-oauth-toolkit, on loopback, for tests.

    python tests/peer/server.py FOLDER [--token-lifetime SECONDS]

prints one line of JSON (addresses, client ids, people) and serves until it is interrupted or its stdin closes.
Everybody is signed in already: the cookie `person` says who (ada, if it is missing).
`/log` gives the requests so far as JSON (method, path, names of the body's parameters, grant type); no values.
`/whoami` is a protected resource: 200 with the name for a good token in `x-siro-auth-token`, else 401.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import socketserver
import sys
import threading
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

PUBLIC_CLIENT = "siro-desktop-public"
CONFIDENTIAL_CLIENT = "siro-desktop-service"
CONFIDENTIAL_SECRET = "peer secret+with/odd%signs:ä"
PEOPLE = {"ada": "ada@example.test", "grace": "grace@example.test"}

REQUESTS: list[dict[str, Any]] = []


class ThreadingServer(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: request lines hold codes."""


def configure(folder: Path, address: str, token_lifetime: int) -> None:
    import django
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    settings.configure(
        SECRET_KEY=os.urandom(32).hex(),
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(folder / "peer.sqlite3"),
                "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
            }
        },
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            f"{__name__}.already_signed_in",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        OAUTH2_PROVIDER={
            "PKCE_REQUIRED": True,
            "ROTATE_REFRESH_TOKEN": True,
            "REFRESH_TOKEN_REUSE_PROTECTION": True,
            "REFRESH_TOKEN_GRACE_PERIOD_SECONDS": 0,
            "ACCESS_TOKEN_EXPIRE_SECONDS": token_lifetime,
            "SCOPES": {"read": "Read", "write": "Write", "openid": "Know who you are"},
            "DEFAULT_SCOPES": ["read"],
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": key.decode(),
            "OIDC_ISS_ENDPOINT": f"{address}/o",
            "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
            "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
        },
    )
    django.setup()


def fill_database() -> None:
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    for name, email in PEOPLE.items():
        User.objects.create_user(name, email)
    Application.objects.create(
        client_id=PUBLIC_CLIENT,
        name="Siro Desktop",
        client_type=Application.CLIENT_PUBLIC,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris="http://127.0.0.1/callback",
        algorithm=Application.RS256_ALGORITHM,
    )
    Application.objects.create(
        client_id=CONFIDENTIAL_CLIENT,
        client_secret=CONFIDENTIAL_SECRET,
        name="A service",
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        user=User.objects.get(username="ada"),
    )


def already_signed_in(get_response: Any) -> Any:
    """Django middleware: the cookie `person` stands for a login."""

    def middleware(request: Any) -> Any:
        from django.contrib.auth.models import User

        if request.path.startswith("/o/authorize"):
            request.user = User.objects.get(username=request.COOKIES.get("person", "ada"))
        return get_response(request)

    return middleware


def log_requests(application: Any) -> Any:
    """WSGI middleware that notes each request without its values."""

    def logged(environ: dict[str, Any], start_response: Any) -> Any:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        fields = parse_qs(body.decode("latin-1"), keep_blank_values=True)
        note = {
            "method": environ["REQUEST_METHOD"],
            "path": environ["PATH_INFO"],
            "parameters": sorted(fields),
            "grant_type": fields.get("grant_type", [""])[0],
            "token_type_hint": fields.get("token_type_hint", [""])[0],
            "authorization": environ.get("HTTP_AUTHORIZATION", "").partition(" ")[0],
            "siro_header": "HTTP_X_SIRO_AUTH_TOKEN" in environ,
        }
        if environ["PATH_INFO"] != "/log":
            REQUESTS.append(note)
        return application(environ, start_response)

    return logged


def show_log(_request: Any) -> Any:
    from django.http import JsonResponse

    return JsonResponse(REQUESTS, safe=False)


def whoami(request: Any) -> Any:
    from django.http import JsonResponse
    from oauth2_provider.models import AccessToken

    token = AccessToken.objects.filter(token=request.headers.get("x-siro-auth-token", "")).first()
    if token is None or not token.is_valid():
        return JsonResponse({"error": "Unauthorized"}, status=401)
    return JsonResponse({"name": token.user.username if token.user else None})


def build_application() -> Any:
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path
    from oauth2_provider import urls as oauth_urls

    globals()["urlpatterns"] = [
        path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
        path("", include((oauth_urls.metadata_urlpatterns, "metadata"))),
        path("log", show_log),
        path("whoami", whoami),
    ]
    return log_requests(get_wsgi_application())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--token-lifetime", type=int, default=57_600)
    options = parser.parse_args()
    # Django finds the URLs and the middleware by this module's name, also when it is run as a script.
    sys.modules.setdefault("siro_peer_server", sys.modules[__name__])
    server = make_server("127.0.0.1", 0, lambda *_: [], ThreadingServer, QuietHandler)
    address = f"http://127.0.0.1:{server.server_port}"
    configure(options.folder, address, options.token_lifetime)
    fill_database()
    server.set_app(build_application())
    addresses = {
        "issuer": f"{address}/o",
        "authorization_endpoint": f"{address}/o/authorize/",
        "token_endpoint": f"{address}/o/token/",
        "revocation_endpoint": f"{address}/o/revoke_token/",
        "log": f"{address}/log",
        "whoami": f"{address}/whoami",
        "api_base_url": address,
        "client_id": PUBLIC_CLIENT,
        "confidential_client_id": CONFIDENTIAL_CLIENT,
        "confidential_client_secret": CONFIDENTIAL_SECRET,
        "people": sorted(PEOPLE),
    }
    print(json.dumps(addresses), flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
