"""A practice Siro on loopback: authorization server, API and an invented organization."""
