"""Siro's HTTP interface: one method per endpoint, with paging, parsing, retries and the rate budget."""
