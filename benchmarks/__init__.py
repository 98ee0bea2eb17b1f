"""What Maklumat can do on this machine: `make bench` (MODE=quick or full). Results lie in RESULTS.md."""
