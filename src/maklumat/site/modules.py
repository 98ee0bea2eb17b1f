"""The ordered list of rooms, lowest first. A new room is one line here."""

FOUNDATION = ("accounts", "units", "calendars", "catalogue", "documents")
SERVICES = ("applications", "complaints")
INSIGHT = ("dashboards",)

ROOMS = FOUNDATION + SERVICES + INSIGHT
APPS = [f"maklumat.modules.{room}" for room in ROOMS]
