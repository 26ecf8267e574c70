"""What this computer says about the network: the certificates it trusts, the proxy that leads out, its errors."""

from __future__ import annotations

import ipaddress
import os
import ssl
from typing import TYPE_CHECKING
from urllib.request import getproxies, proxy_bypass

from siro_desktop.errors import ConnectionFailed

if TYPE_CHECKING:
    from collections.abc import Iterator


def build_tls_context(ca_file: str) -> ssl.SSLContext:
    """Return a context that trusts what the operating system trusts, `ca_file` and the file named by SSL_CERT_FILE.

    Raises ConnectionFailed if one of these files cannot be read.
    """
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for path in filter(None, (ca_file, os.environ.get("SSL_CERT_FILE", ""))):
        try:
            context.load_verify_locations(cafile=path)
        except (OSError, ssl.SSLError) as error:
            raise ConnectionFailed(
                f"The file with certificates, {path}, cannot be used. Choose a file in PEM format.", detail=str(error)
            ) from error
    return context


def environment_proxy(scheme: str, host: str) -> str | None:
    """Return the proxy that the environment names for `host` (on Windows and macOS the system's), None for direct.

    NO_PROXY may hold names, endings of names, addresses and networks such as 10.0.0.0/8.
    """
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or proxy_bypass(host) or _in_a_network(host, proxies.get("no", "")):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _in_a_network(host: str, no_proxy: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    for entry in no_proxy.split(","):
        try:
            if address in ipaddress.ip_network(entry.strip(), strict=False):
                return True
        except ValueError:
            continue
    return False


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """The error, what it came from, and the members of groups (one for each address that was tried)."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop(0)
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__cause__, cause.__context__]
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions
