"""An authorization server that nobody here wrote: django-oauth-toolkit, on loopback, for tests.

    python tests/peer/server.py FOLDER [--token-lifetime SECONDS]

prints one line of JSON (addresses, client ids, people) and serves until it is interrupted or its stdin closes.
The cookie `person` says who is signed in already; without it there is a login form, and `password` opens it for all.
Its metadata name the device authorization endpoint, which django-oauth-toolkit serves without saying so.
`/expire` ends the life of every device code, as if half an hour had gone by.
`/log` gives the requests so far as JSON (method, path, names of the body's parameters, grant type); no values.
`/whoami` is a protected resource: 200 with the name for a good token in `x-siro-auth-token`, else 401.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import socket
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
EXACT_CLIENT = "siro-desktop-exact"
DEVICE_CLIENT = "siro-desktop-device"
PASSWORD = "peer-password"
PEOPLE = {"ada": "ada@example.test", "grace": "grace@example.test"}

LOGIN_PAGE = """<!doctype html><title>Log in</title><h1>Log in</h1>
<form method="post">{% csrf_token %}{{ form.as_p }}<button>Log in</button></form>"""

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
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        ("django.template.loaders.locmem.Loader", {"registration/login.html": LOGIN_PAGE}),
                        "django.template.loaders.app_directories.Loader",
                    ]
                },
            }
        ],
        STATIC_URL="static/",
        LOGIN_URL="/login",
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
            "OAUTH_DEVICE_VERIFICATION_URI": f"{address}/o/device/",
            "OAUTH_DEVICE_VERIFICATION_URI_COMPLETE": lambda code: f"{address}/o/device/?user_code={code}",
            "DEVICE_FLOW_INTERVAL": 1,
            "OAUTH2_VALIDATOR_CLASS": f"{__name__}.Validator",
        },
    )
    django.setup()


def fill_database(exact_ports: list[int]) -> None:
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    for name, email in PEOPLE.items():
        User.objects.create_user(name, email, PASSWORD)
    Application.objects.create(
        client_id=PUBLIC_CLIENT,
        name="Siro Desktop",
        client_type=Application.CLIENT_PUBLIC,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris="http://127.0.0.1/callback",
        algorithm=Application.RS256_ALGORITHM,
    )
    Application.objects.create(  # for the name `localhost` ports are compared, too
        client_id=EXACT_CLIENT,
        name="Siro Desktop on fixed ports",
        client_type=Application.CLIENT_PUBLIC,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=" ".join(f"http://localhost:{port}/callback" for port in exact_ports),
    )
    Application.objects.create(
        client_id=DEVICE_CLIENT,
        name="Siro Desktop without a browser",
        client_type=Application.CLIENT_PUBLIC,
        authorization_grant_type=Application.GRANT_DEVICE_CODE,
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

        if "person" in request.COOKIES and request.path.startswith(("/o/authorize", "/o/device")):
            request.user = User.objects.get(username=request.COOKIES["person"])
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


def add_device_endpoint(view: Any) -> Any:
    """Name the device authorization endpoint in the metadata (RFC 8628 section 4)."""

    def completed(request: Any, **arguments: Any) -> Any:
        answer = view(request, **arguments)
        fields = json.loads(answer.content)
        fields["device_authorization_endpoint"] = request.build_absolute_uri("/o/device-authorization/")
        answer.content = json.dumps(fields)
        return answer

    return completed


def forget_scope(make_response: Any) -> Any:
    """Leave out a field that oauthlib 4 adds and django-oauth-toolkit 3.4 does not take."""
    return lambda **fields: make_response(**{name: value for name, value in fields.items() if name != "scope"})


def build_validator() -> Any:
    """Add a question that oauthlib 4 asks and django-oauth-toolkit 3.4 does not know; its view has looked already."""
    from oauth2_provider.models import DeviceGrant
    from oauth2_provider.oauth2_validators import OAuth2Validator

    class Validator(OAuth2Validator):
        def validate_device_code(self, client_id: str, device_code: str, _request: Any) -> str | None:
            grant = DeviceGrant.objects.filter(client_id=client_id, device_code=device_code).first()
            return grant.status if grant else None

    return Validator


def expire(_request: Any) -> Any:
    from django.http import JsonResponse
    from oauth2_provider.models import DeviceGrant

    return JsonResponse({"expired": DeviceGrant.objects.update(status=DeviceGrant.EXPIRED)})


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
    from django.contrib.auth.views import LoginView
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path
    from oauth2_provider import urls as oauth_urls
    from oauth2_provider import views
    from oauth2_provider.views import device

    device.DeviceCodeResponse = forget_scope(device.DeviceCodeResponse)
    globals()["Validator"] = build_validator()
    metadata = add_device_endpoint(views.OAuthServerMetadataView.as_view())
    globals()["urlpatterns"] = [
        path(".well-known/oauth-authorization-server/<path:issuer_path>", metadata),
        path("login", LoginView.as_view()),
        path("expire", expire),
        path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
        path("", include((oauth_urls.metadata_urlpatterns, "metadata"))),
        path("log", show_log),
        path("whoami", whoami),
    ]
    return log_requests(get_wsgi_application())


def find_free_ports(count: int) -> list[int]:
    """Find ports that nothing listens on now, below those that the system gives to whoever asks for any."""
    found: list[int] = []
    while len(found) < count:
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", random.randint(20_000, 30_000)))
            found.append(probe.getsockname()[1])
    return found


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
    exact_ports = find_free_ports(2)
    fill_database(exact_ports)
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
        "exact_client_id": EXACT_CLIENT,
        "exact_ports": exact_ports,
        "device_client_id": DEVICE_CLIENT,
        "expire": f"{address}/expire",
        "password": PASSWORD,
        "people": sorted(PEOPLE),
    }
    print(json.dumps(addresses), flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
