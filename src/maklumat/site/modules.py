"""The ordered list of rooms, lowest first. A new room is one line here."""

FOUNDATION = ("accounts", "units", "calendars", "catalogue", "documents")
SERVICES = ("applications", "complaints", "surveys", "gratuities", "whistleblowing")
INSIGHT = ("dashboards", "evaluation")
OUTWARD = ("exchange", "proofs")  # speak with other systems, so they may ask every room

ROOMS = FOUNDATION + SERVICES + INSIGHT + OUTWARD
APPS = [f"maklumat.modules.{room}" for room in ROOMS]
