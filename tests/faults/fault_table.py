"""The table of faults: what goes wrong, and what a person is told of it."""

from __future__ import annotations

from body_faults import BODY_FAULTS
from network_faults import NETWORK_FAULTS
from refusal_faults import REFUSAL_FAULTS

FAULTS = (*NETWORK_FAULTS, *REFUSAL_FAULTS, *BODY_FAULTS)
