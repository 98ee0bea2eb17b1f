"""An independent client of the sealed channel, written from docs/lapor-aman.md alone."""
