"""Faults of the answer itself: it is none, too large, too slow, too short."""

from __future__ import annotations

from fault import SENSELESS, UNREACHED, Fault
from fault_pages import HTML, metric, nested, page, value_as
from fault_server import a_gigabyte, a_gzip_bomb, answer, for_ever, in_turn, stream

from siro_desktop.errors import ConnectionFailed, UnexpectedAnswer

BODY_FAULTS = (
    # Answers that are none
    Fault(
        name="a web page with status 200",
        serve=answer(HTML, "Content-Type: text/html"),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="A web page came instead of Siro's answer. A proxy or the sign-in page of a network",
    ),
    Fault(
        name="an empty body",
        serve=answer(b"", "Content-Type: application/json"),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="Siro's answer is empty. Try again; if it stays empty, a proxy may be in the way.",
    ),
    Fault(
        name="JSON that breaks off",
        serve=answer(page()[:-20]),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="Siro's answer broke off before its end. Try again.",
    ),
    Fault(
        name="a picture",
        serve=answer(b"\x89PNG\r\n\x1a\n" + bytes(100), "Content-Type: image/png"),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="The answer is not JSON, so it is not from Siro's API. Check the API address",
    ),
    Fault(name="JSON that is called plain text", serve=answer(page(), "Content-Type: text/plain; charset=x-odd")),
    Fault(
        name="JSON in Latin-1",
        serve=answer(
            page(metric(name="Gesprächsdauer")).decode().encode("latin-1"),
            "Content-Type: application/json; charset=iso-8859-1",
        ),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="Siro's answer is not in UTF-8, as JSON must be.",
    ),
    *(
        Fault(
            name=f"JSON in {coding.upper()}",
            serve=answer(page().decode().encode(coding), f"Content-Type: application/json; charset={coding}"),
            error=UnexpectedAnswer,
            title=SENSELESS,
            message="The answer is not JSON",
        )
        for coding in ("utf-16", "utf-32")
    ),
    Fault(
        name="NaN",
        serve=answer(value_as(b"NaN")),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="The answer is not JSON",
    ),
    Fault(
        name="a number beyond floating point",
        serve=answer(value_as(b"1e999")),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="Siro's answer is not built as its documentation says, so it cannot be shown as a table.",
    ),
    Fault(
        name="a whole number of 10,000 digits",
        serve=answer(value_as(b"9" * 10_000)),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="Siro's answer is not built as its documentation says",
    ),
    Fault(name="the largest number of floating point", serve=answer(value_as(b"1.7976931348623157e308"))),
    Fault(name="an undocumented field, 100 deep", serve=answer(nested(100))),
    Fault(
        name="an undocumented field, 101 deep",
        serve=answer(nested(101)),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="Siro's answer is nested too deeply to be read.",
    ),
    Fault(
        name="nested a million deep",
        serve=answer(b"[" * 1_000_000),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="Siro's answer",
    ),
    # Too much, too slow, too short
    Fault(
        name="1 GB declared",
        serve=stream(f"Content-Length: {2**30}", blocks=a_gigabyte),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="The answer is larger than 32 MB. Ask for less at once, such as a shorter period.",
    ),
    Fault(
        name="1 GB declared and dripped",
        serve=stream(f"Content-Length: {2**30}", blocks=for_ever, pause=0.01),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="The answer is larger than 32 MB. Ask for less at once, such as a shorter period.",
    ),
    Fault(
        name="1 GB not declared",
        serve=stream(blocks=a_gigabyte),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="The answer is larger than 32 MB. Ask for less at once, such as a shorter period.",
    ),
    Fault(
        name="a gzip bomb of 1 GB",
        serve=stream("Content-Encoding: gzip", blocks=a_gzip_bomb),
        error=UnexpectedAnswer,
        title=SENSELESS,
        message="The answer is larger than 32 MB. Ask for less at once, such as a shorter period.",
    ),
    Fault(
        name="a body that drips for ever",
        serve=stream(blocks=for_ever, pause=0.01),
        error=ConnectionFailed,
        title=UNREACHED,
        message="“127.0.0.1” did not answer in time. Check the network connection, then try again.",
        deadline=True,
    ),
    Fault(
        name="30 MB declared and dripped",
        serve=stream("Content-Length: 31457280", blocks=for_ever, pause=0.01),
        error=ConnectionFailed,
        title=UNREACHED,
        message="“127.0.0.1” did not answer in time. Check the network connection, then try again.",
        deadline=True,
    ),
    Fault(
        name="cut in mid-body",
        serve=answer(page(), length=100_000),
        error=ConnectionFailed,
        title=UNREACHED,
        message="The connection to “127.0.0.1” broke off. Check the network connection, then try again.",
        requests=4,
        waits=3,
    ),
    Fault(
        name="a second page that is a web page",
        serve=in_turn(answer(page(cursor="next", hasNextPage=True)), answer(HTML)),
        requests=2,
        problem="A web page came instead of Siro's answer.",
    ),
)
