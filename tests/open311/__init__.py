"""Does a server speak Open311 GeoReport v2? A suite of checks, a small server that passes it, and planted faults."""
