"""What each duty means: who may ask which route for whose thing. Written by hand; it does not ask the code's access functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.proofs.stage import NOBODYS, OURS, THEIRS

# --- what the duties mean (docs/glossary), not how the code decides ------------------------------------------------
SEE_CASES = {"front_desk", "verifier", "technical", "head", "inspector"}
RECEIVE = {"front_desk", "head"}
FIRST_STEP = {"front_desk", "head"}  # both sample procedures begin at the counter; the head may do any step
LAST_STEP = {"head"}
WRITE_STANDARDS = {"head", "catalogue_editor", "organisation_bureau"}
PUBLISH = {"head"}
CALENDARS = {"head", "admin"}
UNITS = {"admin"}
SIGN = {"head"}
SEE_REPORTS = {"complaint_coordinator", "head", "inspector"}
VERIFY_REPORTS = {"complaint_coordinator"}
WORK_REPORTS = {"complaint_coordinator", "head"}
SEE_SURVEYS = {"head", "organisation_bureau", "inspector"}
TYPE_SURVEYS = {"front_desk", "head"}
DESIGN_SURVEYS = {"head", "organisation_bureau"}
SURVEYORS = SEE_SURVEYS | TYPE_SURVEYS
STATE_EVALUATION, JUDGE_EVALUATION = {"head"}, {"organisation_bureau"}
SEE_EVALUATION = STATE_EVALUATION | JUDGE_EVALUATION | {"inspector"}
GRATUITIES = {"gratuity_control"}
SEALED = {"sealed_recipient", "key_custodian"}
READ_GRATUITIES = GRATUITIES | {"inspector"}
EXCHANGE = {"complaint_coordinator", "admin"}
KNOWN_ROLES = SEE_CASES | RECEIVE | WRITE_STANDARDS | CALENDARS | UNITS | SIGN | SEE_REPORTS | GRATUITIES | SEALED

WHERE = {"government": "tirtamulya", "agency": "disdukcapil", "below": "dukcapil-loket-kota"}
REACH = {"government": {OURS, THEIRS}, "agency": {OURS}, "below": set(), "": set()}


@dataclass(frozen=True)
class Who:
    """``kind``: anonymous | holder (a browser with the code of our draft) | resident | staff; ``role`` may be empty."""

    kind: str
    role: str = ""
    at: str = ""

    def __str__(self) -> str:
        return f"{self.role}@{self.at}" if self.role else self.kind


IN, LOGIN, SHUT, HIDDEN, NO, BROKEN = "in", "log in", "shut (403)", "hidden (404)", "no such method", "BROKEN"
OUT = frozenset({SHUT, HIDDEN})
Rule = Callable[[Who, str], frozenset[str]]


def _in(answer: bool, who: Who, otherwise: frozenset[str] = OUT) -> frozenset[str]:
    if answer:
        return frozenset({IN})
    return otherwise | {LOGIN} if who.kind in ("anonymous", "holder") else otherwise


def everybody(who: Who, whose: str) -> frozenset[str]:
    return frozenset({IN})


def never(who: Who, whose: str) -> frozenset[str]:
    return frozenset({NO})


def nowhere(who: Who, whose: str) -> frozenset[str]:
    return frozenset({HIDDEN})


def what_exists(who: Who, whose: str) -> frozenset[str]:
    """Public, or opened by a code in the address: the same for everybody."""
    return frozenset({HIDDEN if whose == NOBODYS else IN})


def holder(who: Who, whose: str) -> frozenset[str]:
    """Only the browser that holds the code; for all others it does not exist."""
    return frozenset({IN if who.kind == "holder" and whose == OURS else HIDDEN})


def member(who: Who, whose: str) -> frozenset[str]:
    return _in(who.kind in ("resident", "staff"), who)


def member_hidden(who: Who, whose: str) -> frozenset[str]:
    """An act of a member on something that the bare form does not name."""
    return frozenset({HIDDEN}) if who.kind in ("resident", "staff") else _in(False, who)


def guest(who: Who, whose: str) -> frozenset[str]:
    """A page between two others of logging in: nothing is there without the first."""
    return frozenset({IN, LOGIN, SHUT, HIDDEN})


def anywhere(roles: set[str]) -> Rule:
    return lambda who, whose: _in(who.role in roles, who)


def anywhere_hidden(roles: set[str]) -> Rule:
    """A page whose bare form names nothing that exists."""
    return lambda who, whose: frozenset({HIDDEN}) if who.role in roles else _in(False, who)


def there(roles: set[str]) -> Rule:
    return lambda who, whose: _in(who.role in roles and whose in REACH[who.at], who)


def whole_government(roles: set[str]) -> Rule:
    return lambda who, whose: _in(who.role in roles and who.at == "government", who)


def act(roles: set[str]) -> dict[str, Rule]:
    return {"GET": never, "POST": there(roles)}


def reads(rule: Rule) -> dict[str, Rule]:
    return {"GET": rule, "POST": never}


def reads_inside(rule: Rule) -> dict[str, Rule]:
    """Third-party pages that ask for the login before they refuse the method."""
    return {"GET": rule, "POST": lambda who, whose: OUT | {NO, LOGIN}}


def form(rule: Rule) -> dict[str, Rule]:
    return {"GET": rule, "POST": rule}


def button(rule: Rule) -> dict[str, Rule]:
    return {"GET": never, "POST": rule}


TABLE: dict[str, dict[str, Rule]] = {
    "site:healthz": reads(everybody),
    "site:metrics": reads(everybody),  # from this computer; the token is tests/site's matter
    "site:emblem": reads(everybody),
    "site:mailbox": reads(nowhere),  # only in the demo
    "site:office": reads(anywhere(KNOWN_ROLES)),  # leads on to the first page of each one's menu
    "ui:pattern": {"GET": everybody, "POST": everybody},
    "ui:pattern_office": {"GET": everybody, "POST": everybody},
    "set_language": form(everybody),
    "account_login": form(everybody),
    "account_logout": form(everybody),
    "account_inactive": reads(everybody),
    "account_signup": form(everybody),
    "account_reauthenticate": form(member),
    "account_email": form(member),
    "account_email_verification_sent": reads(everybody),
    "account_change_password": form(member),
    "account_set_password": form(member),
    "account_reset_password": form(everybody),
    "account_confirm_login_code": form(guest),
    "account_confirm_email": form(guest),
    "account_reset_password_from_key_done": reads(everybody),
    "account_reset_password_from_key": form(everybody),
    "account_reset_password_done": reads(everybody),
    "mfa_index": reads_inside(member),
    "mfa_authenticate": form(guest),
    "mfa_reauthenticate": form(member),
    "mfa_activate_totp": form(member),
    "mfa_deactivate_totp": form(guest),
    "mfa_view_recovery_codes": reads_inside(guest),
    "mfa_generate_recovery_codes": form(guest),
    "mfa_download_recovery_codes": reads_inside(guest),
    "mfa_list_webauthn": reads_inside(member),
    "mfa_add_webauthn": form(member),
    "mfa_reauthenticate_webauthn": form(guest),
    "mfa_remove_webauthn": form(guest),
    "mfa_edit_webauthn": form(guest),
    "mfa_login_webauthn": form(guest),
    "accounts:home": reads(member),
    "accounts:rename": form(member),
    "accounts:safety": reads(member),
    "accounts:end_session": button(member_hidden),
    "units:desk": reads(anywhere(UNITS)),
    "units:unit": reads(there(UNITS)),
    "units:add": form(there(UNITS)),
    "units:change": form(there(UNITS)),
    "units:appoint": form(there(UNITS)),
    "units:end": act(UNITS),
    "units:invite": act(UNITS),
    "units:person": reads(there(UNITS)),
    "units:sign_out": act(UNITS),
    "units:close": act(UNITS),
    "units:reopen": act(UNITS),
    "calendars:desk": reads(anywhere(CALENDARS)),
    "calendars:set_week": form(there(CALENDARS)),
    "calendars:holidays": reads(anywhere(CALENDARS)),
    "calendars:add_local_holiday": form(anywhere(CALENDARS)),
    "calendars:import_decree": form(whole_government(CALENDARS)),
    "documents:check": form(everybody),
    "documents:keys": reads(everybody),
    "documents:root_certificate": reads(everybody),
    "documents:verdict": reads(everybody),
    "documents:sign": form(anywhere(SIGN)),
    "catalogue:home": reads(everybody),
    "catalogue:search": reads(everybody),
    "catalogue:services": reads(everybody),
    "catalogue:category": reads(everybody),
    "catalogue:life_event": reads(everybody),
    "catalogue:json": reads(what_exists),
    "catalogue:csv": reads(what_exists),
    "catalogue:service": reads(what_exists),
    "catalogue:standard": reads(what_exists),
    "catalogue:versions": reads(what_exists),
    "catalogue:sippn": reads(what_exists),
    "catalogue:units": reads(everybody),
    "catalogue:unit": reads(what_exists),
    "catalogue:maklumat": reads(what_exists),
    "catalogue:poster": reads(what_exists),
    "catalogue:desk": reads(anywhere(WRITE_STANDARDS)),
    "catalogue:draft_new": form(anywhere(WRITE_STANDARDS)),
    "catalogue:draft_from": act(WRITE_STANDARDS),
    "catalogue:import": form(anywhere(WRITE_STANDARDS)),
    "catalogue:import_report": button(anywhere(WRITE_STANDARDS)),
    "catalogue:charter": reads(anywhere(WRITE_STANDARDS)),
    "catalogue:publish_maklumat": form(there(PUBLISH)),
    "catalogue:log_publication": form(there(PUBLISH)),
    "catalogue:edit": reads(there(WRITE_STANDARDS)),
    "catalogue:part": form(there(WRITE_STANDARDS)),
    "catalogue:add_item": form(there(WRITE_STANDARDS)),
    "catalogue:add_item_in": form(there(WRITE_STANDARDS)),
    "catalogue:item": form(there(WRITE_STANDARDS)),
    "catalogue:move_item": act(WRITE_STANDARDS),
    "catalogue:remove_item": form(there(WRITE_STANDARDS)),
    "catalogue:preview": reads(there(WRITE_STANDARDS)),
    "catalogue:preview_page": reads(there(WRITE_STANDARDS)),
    "catalogue:submit": act(WRITE_STANDARDS),
    "catalogue:return": form(there(PUBLISH)),
    "catalogue:publish": form(there(PUBLISH)),
    "applications:intro": reads(what_exists),
    "applications:start": button(what_exists),
    "applications:resume": form(everybody),
    "applications:overview": reads(holder),
    "applications:page": form(holder),
    "applications:files": form(holder),
    "applications:review": form(holder),
    "applications:receipt": reads(holder),
    "applications:complete": button(holder),
    "applications:announce": {"GET": never, "POST": holder, "PATCH": never},
    "applications:upload": {"GET": never, "POST": never, "HEAD": holder, "PATCH": holder},
    "applications:find": form(everybody),
    "applications:track": reads(what_exists),
    "applications:mend": button(what_exists),
    "applications:withdraw": button(what_exists),
    "applications:download": reads(what_exists),
    "applications:proof": reads(what_exists),
    "applications:inbox": reads(anywhere(SEE_CASES)),
    "applications:export": reads(anywhere(SEE_CASES)),
    "applications:save_filter": button(anywhere(SEE_CASES)),
    "applications:case": reads(there(SEE_CASES)),
    "applications:attachment": reads(there(SEE_CASES)),
    "applications:act claim": act(FIRST_STEP),
    "applications:act check": act(FIRST_STEP),
    "applications:act return": act(FIRST_STEP),
    "applications:act advance": act(FIRST_STEP),
    "applications:act reject": act(FIRST_STEP),
    "applications:act ask-outside": act({"head"}),
    "applications:act approve": act(LAST_STEP),
    "applications:counter": reads(anywhere(RECEIVE)),
    "complaints:intro": reads(everybody),
    "complaints:start": button(everybody),
    "complaints:find": form(everybody),
    "complaints:track": reads(what_exists),
    "complaints:proof": reads(what_exists),
    "complaints:answer reply": button(what_exists),
    "complaints:answer confirm": button(what_exists),
    "complaints:answer object": button(what_exists),
    "complaints:answer apart": button(what_exists),
    "complaints:answer redact": button(what_exists),
    "complaints:answer verify-contact": button(what_exists),
    "complaints:answer withdraw": button(what_exists),
    "complaints:answer rate": button(what_exists),
    "complaints:story": form(holder),
    "complaints:questions": form(holder),
    "complaints:alike": reads(holder),
    "complaints:about": form(holder),
    "complaints:photos": form(holder),
    "complaints:announce": {"GET": never, "POST": holder, "PATCH": never},
    "complaints:upload": {"GET": never, "POST": never, "HEAD": nowhere, "PATCH": nowhere},  # none has begun here
    "complaints:reporter": form(holder),
    "complaints:review": form(holder),
    "complaints:receipt": reads(holder),
    "complaints:public_list": reads(everybody),
    "complaints:public_report": reads(what_exists),
    "complaints:figures": reads(everybody),
    "complaints:data": reads(everybody),
    "complaints:feed": reads(everybody),
    "complaints:public_photo": reads(nowhere),  # nobody here has opened one
    "complaints:accompany": form(what_exists),
    "complaints:leave": {"GET": everybody, "POST": nowhere},  # nobody here has said "saya juga"
    "complaints:open311_discovery": reads(everybody),
    "complaints:open311_discovery_too": reads(everybody),
    "complaints:open311_services": reads(everybody),
    "complaints:open311_definition": reads(nowhere),
    "complaints:open311_without_id": reads(everybody),  # 400, whoever asks
    "complaints:open311_requests": {"GET": everybody, "POST": lambda who, whose: frozenset({SHUT})},  # without a key
    "complaints:open311_request": reads(what_exists),
    "complaints:open311_token": reads(what_exists),
    "exchange:overview": reads(whole_government(EXCHANGE)),
    "exchange:hand_over": button(
        lambda who, whose: frozenset({HIDDEN}) if who.role in EXCHANGE and who.at == "government" else _in(False, who)
    ),
    "exchange:checker": reads(everybody),
    "exchange:dataset": reads(everybody),
    "proofs:checker": reads(everybody),
    "proofs:checkpoint": reads(everybody),
    "proofs:overview": reads(everybody),
    "proofs:policy": reads(everybody),
    "proofs:tile": reads(everybody),
    "proofs:inclusion": reads(everybody),
    "proofs:consistency": reads(everybody),
    "proofs:fact": reads(lambda who, whose: frozenset({HIDDEN})),  # what is tried here is no fact
    "exchange:datasets": reads(everybody),
    "exchange:dcat": reads(everybody),
    "exchange:file": reads(everybody),
    "exchange:interface": reads(everybody),
    # Who has no key or code is refused with 401 or 422, whoever he is: tests/exchange/test_rest.
    "exchange:rest:api-root": form(nowhere),
    "exchange:rest:openapi-json": form(everybody),
    "exchange:rest:categories": reads(everybody),
    "exchange:rest:reports": form(everybody),
    "exchange:rest:file": form(everybody),
    "exchange:rest:report": reads(what_exists),
    "exchange:rest:following": form(everybody),
    "exchange:rest:follow": form(everybody),
    "exchange:rest:figures": reads(everybody),
    "exchange:rest:measurements": reads(everybody),
    "exchange:rest:measures": reads(everybody),
    "exchange:rest:webhooks": form(everybody),
    "exchange:rest:subscribe": form(everybody),
    "exchange:rest:unsubscribe": {"GET": never, "POST": never},
    "surveys:invited": form(what_exists),
    "surveys:declined": form(what_exists),
    "surveys:enter": form(everybody),
    "surveys:thanks": reads(everybody),
    "surveys:kiosk": form(what_exists),
    "surveys:kiosk_thanks": reads(what_exists),
    "surveys:overview": reads(everybody),
    "surveys:unit": reads(what_exists),
    "surveys:unit_csv": reads(what_exists),
    "surveys:result": reads(what_exists),
    "surveys:poster": reads(what_exists),
    "surveys:report": reads(what_exists),
    "surveys:workbook": reads(what_exists),
    "surveys:proof": reads(nowhere),  # nobody here has proved anything yet
    "surveys:desk": reads(anywhere(SURVEYORS)),
    "surveys:typed": form(anywhere(SURVEYORS)),
    "surveys:unit_desk": reads(there(SURVEYORS)),
    "surveys:open_kiosk": act(TYPE_SURVEYS),
    "surveys:end_kiosk": act(TYPE_SURVEYS),
    "surveys:open_sheets": act(TYPE_SURVEYS),
    "surveys:sheets": reads(there(TYPE_SURVEYS)),
    "surveys:publish": act(PUBLISH),
    "surveys:result_desk": {"GET": there(SEE_SURVEYS), "POST": there(PUBLISH)},
    "surveys:plan_end": form(there(PUBLISH)),
    "surveys:questionnaires": reads(anywhere(SURVEYORS)),
    "surveys:questionnaire_new": form(anywhere(DESIGN_SURVEYS)),
    "surveys:questionnaire": form(there(DESIGN_SURVEYS)),
    "surveys:preview": reads(there(DESIGN_SURVEYS)),
    "surveys:question_new": form(there(DESIGN_SURVEYS)),
    "surveys:question": form(there(DESIGN_SURVEYS)),
    "surveys:wording": reads(there(PUBLISH)),
    "surveys:reword": act(PUBLISH),
    "evaluation:overview": reads(everybody),
    "evaluation:public_sheet": reads(nowhere),  # no year is closed here
    "evaluation:desk": reads(anywhere(SEE_EVALUATION)),
    "evaluation:open": act(STATE_EVALUATION | JUDGE_EVALUATION),
    "evaluation:sheet": {"GET": there(SEE_EVALUATION), "POST": there(STATE_EVALUATION | JUDGE_EVALUATION)},
    "evaluation:simulation": reads(there(SEE_EVALUATION)),
    "evaluation:coaching": {"GET": there(SEE_EVALUATION), "POST": there(JUDGE_EVALUATION)},
    "evaluation:pack": reads(there(SEE_EVALUATION)),
    "evaluation:indicator": {"GET": there(SEE_EVALUATION), "POST": there(STATE_EVALUATION)},
    "evaluation:proof": reads(nowhere),  # nothing is stated here
    "complaints:advice": form(nowhere),  # nobody here was asked
    "complaints:alert": form(everybody),
    "complaints:alert_answer": form(nowhere),
    "complaints:map": reads(everybody),
    "complaints:outlines": reads(everybody),
    "complaints:unit_figures": reads(what_exists),
    "complaints:region_figures": reads(everybody),
    "complaints:filters": button(anywhere(SEE_REPORTS)),
    "complaints:many": button(anywhere(SEE_REPORTS)),
    "complaints:texts": form(anywhere(WORK_REPORTS)),
    "complaints:categories": {
        "GET": anywhere(VERIFY_REPORTS),
        "POST": lambda who, whose: _in(who.role in VERIFY_REPORTS and who.at == "government", who),
    },
    "complaints:problems": form(anywhere(WORK_REPORTS)),
    "complaints:problem": {
        "GET": anywhere_hidden(WORK_REPORTS),
        "POST": anywhere_hidden(WORK_REPORTS),
    },  # there is none
    "complaints:rules": form(anywhere(VERIFY_REPORTS)),
    "complaints:act consult": act(WORK_REPORTS),
    "complaints:inbox": reads(anywhere(SEE_REPORTS)),
    "complaints:case": reads(there(SEE_REPORTS)),
    "complaints:evidence": reads(there(SEE_REPORTS)),
    "complaints:act verify": act(VERIFY_REPORTS),
    "complaints:act archive": act(VERIFY_REPORTS),
    "complaints:act place": act(VERIFY_REPORTS),
    "complaints:act take-on": act(WORK_REPORTS),
    "complaints:act hand-back": act(WORK_REPORTS),
    "complaints:act ask": act(WORK_REPORTS),
    "complaints:act answer": act(WORK_REPORTS),
    "complaints:act note": act(WORK_REPORTS),
    "complaints:act narrow": act(WORK_REPORTS),
    "complaints:act settle": act({"head"}),
    "complaints:act divide": act(VERIFY_REPORTS),
    "complaints:act join": act(VERIFY_REPORTS),
    "complaints:act part": act(VERIFY_REPORTS),
    "complaints:act reveal": act(VERIFY_REPORTS),
    "complaints:act mask": act({"head"}),
    "complaints:act agree": act(set()),  # its own wish is named in the form; tests/complaints
    "complaints:who": {"GET": never, "POST": lambda who, whose: _in(False, who)},  # nobody here has asked
    "gratuities:overview": reads(everybody),
    "gratuities:desk": reads(anywhere(KNOWN_ROLES)),  # everybody on the staff has his own
    "gratuities:new": form(anywhere(KNOWN_ROLES)),
    "gratuities:register": reads(anywhere(GRATUITIES)),
    "gratuities:one": reads(there(READ_GRATUITIES)),
    "gratuities:photo": reads(there(READ_GRATUITIES)),
    "gratuities:act": act(GRATUITIES),
    "gratuities:complete": form(
        lambda who, whose: _in(False, who)
    ),  # the reporter's own, when he was asked: tests/gratuities
    "gratuities:proof": reads(lambda who, whose: _in(False, who)),  # the reporter's own
    **{
        f"whistleblowing:{one}": reads(everybody)
        for one in (
            "page",
            "page_en",
            "desk_page",
            "desk_page_en",
            "copy",
            "manifest",
            "words",
            "state",
            "recipients",
            "figures",
        )
    },
    **{
        f"whistleblowing:{one}": button(everybody) for one in ("announce", "send", "ask", "open")
    },  # bare ones are refused by a sentence
    "whistleblowing:part": reads(nowhere),  # its methods are GET and PUT; whoever lacks the file's key sees nothing
    **{
        f"whistleblowing:{one}": button(everybody) for one in ("send_more", "plain_letter")
    },  # "open your mailbox first", whatever the id
    **{f"whistleblowing:{one}": reads(everybody) for one in ("file", "proof")},  # the same
    "whistleblowing:plain": form(everybody),
    "whistleblowing:plain_box": form(everybody),
    "whistleblowing:desk": reads(anywhere(SEALED)),
    "whistleblowing:key": button(anywhere(SEALED)),
    "whistleblowing:case": reads(anywhere_hidden(SEALED)),  # none of the ids here is a case
    "whistleblowing:cases": reads(anywhere_hidden(SEALED)),  # nor does a list begin nowhere
    "whistleblowing:act": button(anywhere(SEALED)),  # a bare one is refused before anything is looked for
    "whistleblowing:desk_file": reads(anywhere_hidden(SEALED)),
    "whistleblowing:recovery_key": button(anywhere(SEALED)),
    "whistleblowing:ask_recovery": button(anywhere({"sealed_recipient"})),
    "whistleblowing:recovery": button(anywhere(SEALED)),
    "dashboards:desk": reads(anywhere(SEE_EVALUATION)),
    "dashboards:explore": reads(everybody),
    "dashboards:overview": reads(everybody),
    "dashboards:report": reads(what_exists),
    "dashboards:service_embed": reads(what_exists),
    "dashboards:service_picture": reads(what_exists),
    "dashboards:unit_desk": {"GET": there(SEE_EVALUATION), "POST": there({"head"})},
    "dashboards:unit_embed": reads(what_exists),
    "dashboards:unit_picture": reads(what_exists),
    "dashboards:services_csv": reads(everybody),
    "dashboards:units_csv": reads(everybody),
    "dashboards:service": reads(what_exists),
    "dashboards:service_csv": reads(what_exists),
    "dashboards:unit": reads(what_exists),
    "dashboards:unit_csv": reads(what_exists),
}
