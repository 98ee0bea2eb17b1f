"""Protocols of systems outside: what is sent and read, without a row of ours."""
