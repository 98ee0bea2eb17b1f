"""Whether anybody outside is told at all: asked with every fact about a report, so it costs next to nothing."""

# An SQL condition (kernel.ledger.Follow.wanted).
ANYBODY_LISTENS = "(EXISTS (SELECT FROM exchange_subscriber WHERE ended_at IS NULL) OR EXISTS (SELECT FROM exchange_partner WHERE ended_at IS NULL))"
