"""Faults before anything of Siro's is reached: the connection, proxies, redirects."""

from __future__ import annotations

from fault import OUTSIDE, SENSELESS, UNREACHED, Fault
from fault_pages import page
from fault_server import answer, hang, in_turn, raw

from siro_desktop.errors import ConnectionFailed, UnexpectedAnswer

NETWORK_FAULTS = (
    # The connection
    Fault(
        name="connection refused",
        address="http://127.0.0.1:{closed}",
        error=ConnectionFailed,
        title=UNREACHED,
        message="“127.0.0.1” refused the connection. Check the address; the server may be down.",
        requests=0,
        waits=3,
    ),
    Fault(
        name="name not found",
        address="https://no-such-host.invalid",
        error=ConnectionFailed,
        title=UNREACHED,
        message="The name “no-such-host.invalid” was not found. Check the network connection and the address.",
        requests=0,
        waits=3,
    ),
    Fault(
        name="TLS, unknown authority",
        tls=True,
        serve=answer(page()),
        error=ConnectionFailed,
        title=UNREACHED,
        message="“127.0.0.1” could not prove who it is. A corporate proxy may stand between",
        requests=0,
    ),
    Fault(name="TLS, authority in the profile's CA file", tls=True, ca_file=True, serve=answer(page())),
    Fault(
        name="TLS asked of a plain server",
        address="https://127.0.0.1:{port}",
        serve=raw(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        at_once=True,
        error=ConnectionFailed,
        title=UNREACHED,
        message="“127.0.0.1” could not prove who it is.",
        requests=0,
    ),
    Fault(
        name="TLS that is never shaken hands on",
        address="https://127.0.0.1:{port}",
        serve=hang,
        at_once=True,
        error=ConnectionFailed,
        title=UNREACHED,
        message="“127.0.0.1” did not answer in time. Check the network connection, then try again.",
        requests=0,
        deadline=True,
    ),
    Fault(
        name="TLS that is cut while shaking hands",
        address="https://127.0.0.1:{port}",
        serve=raw(b""),
        at_once=True,
        error=ConnectionFailed,
        title=UNREACHED,
        message="“127.0.0.1” could not be reached. Check the network connection and the address.",
        requests=0,
        waits=3,
    ),
    Fault(
        name="something that is no HTTP",
        serve=raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        error=ConnectionFailed,
        title=UNREACHED,
        message="The connection to “127.0.0.1” broke off.",
        requests=4,
        waits=3,
    ),
    Fault(
        name="a server that never answers",
        serve=hang,
        error=ConnectionFailed,
        title=UNREACHED,
        message="“127.0.0.1” did not answer in time. Check the network connection, then try again.",
        deadline=True,
    ),
    # Proxies
    Fault(
        name="a proxy that wants a password",
        address=OUTSIDE,
        environment={"HTTPS_PROXY": "{url}"},
        serve=answer(b"", 'Proxy-Authenticate: Basic realm="x"', status="407 Proxy Authentication Required"),
        error=ConnectionFailed,
        title=UNREACHED,
        message="The proxy wants a user name and a password. Put its address with both into HTTPS_PROXY",
    ),
    Fault(
        name="a proxy that says no",
        address=OUTSIDE,
        environment={"HTTPS_PROXY": "{url}"},
        serve=answer(b"", status="403 Forbidden"),
        error=ConnectionFailed,
        title=UNREACHED,
        message="The proxy does not let the connection through.",
    ),
    Fault(
        name="a dead proxy",
        address=OUTSIDE,
        environment={"HTTPS_PROXY": "http://127.0.0.1:{closed}"},
        error=ConnectionFailed,
        title=UNREACHED,
        message="The proxy cannot be reached. Check HTTPS_PROXY or the connection's own proxy",
        requests=0,
        waits=3,
    ),
    Fault(
        name="a dead proxy of the connection's own, beside one that would do",
        address=OUTSIDE,
        proxy="http://127.0.0.1:{closed}",
        environment={"HTTPS_PROXY": "{url}"},
        error=ConnectionFailed,
        title=UNREACHED,
        message="The proxy cannot be reached. Check HTTPS_PROXY or the connection's own proxy",
        requests=0,
        waits=3,
    ),
    Fault(
        name="a dead proxy, and an API on this computer",
        environment=dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:{closed}"),
        serve=answer(page()),
    ),
    # Redirects
    Fault(
        name="a redirect to another origin",
        serve=answer(b"", "Location: {elsewhere}/steal", status="307 Temporary Redirect"),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="The address sends the question on to “127.0.0.1:{elsewhere_port}”. It was not followed, because your "
        "sign-in would travel along. Check the API address in the connection settings.",
    ),
    Fault(
        name="a redirect to nonsense",
        serve=in_turn(
            answer(b"", "Location: http://[", status="302 Found"), answer(b"", "Location: mailto:x", status="302 Found")
        ),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="The address sends the question on elsewhere.",
    ),
)
