"""What the guards of tests/house let pass, each with its reason. An entry that is no longer needed fails."""

from __future__ import annotations

# Routes that anybody may open. Everything else asks its room's access.
_SHELF = "published standards are for everybody (UU 25/2009, Art. 15)"
_FIGURES = "figures on promises are for everybody; small numbers of people are not told (rules.shield)"
_REPORTS = "public reports in their masked form; secret ones are never among them (tests/complaints)"
_TOKEN = "whoever holds the token of an invitation, which says nothing about him; wrong ones are counted"
_SURVEYS = "results of surveys are for everybody; small numbers are not shown (tests/surveys)"
_CHECK = "whoever holds a document may check it"
_SEALED = "anybody may send what is sealed; nothing is shown but public keys and the page itself (tests/whistleblowing)"
_LOG = "the published ledger tells hashes only; facts only of kinds that are for everybody (kernel.events)"
PUBLIC = {
    "applications:find": "asks for number and four digits, and counts tries",
    "applications:intro": "what to have at hand before applying",
    "applications:start": "anybody may begin an application; the counter's is refused by the action",
    "catalogue:category": _SHELF,
    "catalogue:csv": _SHELF,
    "catalogue:home": _SHELF,
    "catalogue:json": _SHELF,
    "catalogue:life_event": _SHELF,
    "catalogue:maklumat": _SHELF,
    "catalogue:poster": _SHELF,
    "catalogue:search": _SHELF,
    "catalogue:service": _SHELF,
    "catalogue:services": _SHELF,
    "catalogue:sippn": _SHELF,
    "catalogue:standard": _SHELF,
    "catalogue:unit": _SHELF,
    "catalogue:units": _SHELF,
    "catalogue:versions": _SHELF,
    "complaints:accompany": "anybody may say that a public report concerns him, too; tries are counted",
    "complaints:advice": "whoever holds the link was asked by an office (tests/complaints/test_desk)",
    "complaints:alert": "anybody may ask for news; tries are counted, and only the owner of the address confirms",
    "complaints:alert_answer": "whoever holds the link of the letter",
    "complaints:map": _FIGURES,
    "complaints:outlines": "the outlines of regions are for everybody",
    "complaints:region_figures": _FIGURES,
    "complaints:unit_figures": _FIGURES,
    "complaints:data": _REPORTS,
    "complaints:feed": _REPORTS,
    "complaints:figures": _FIGURES,
    "complaints:intro": "what to know before reporting",
    "complaints:leave": "whoever holds the code of his own news stops them",
    "complaints:public_list": _REPORTS,
    "complaints:public_photo": "pictures that an officer opened to everybody, one by one",
    "complaints:public_report": _REPORTS,
    "dashboards:explore": _FIGURES,
    "dashboards:overview": _FIGURES,
    "dashboards:report": _FIGURES,
    "dashboards:service_embed": _FIGURES,
    "dashboards:service_picture": _FIGURES,
    "dashboards:unit_embed": _FIGURES,
    "dashboards:unit_picture": _FIGURES,
    "dashboards:service": _FIGURES,
    "dashboards:service_csv": _FIGURES,
    "dashboards:services_csv": _FIGURES,
    "dashboards:unit": _FIGURES,
    "dashboards:unit_csv": _FIGURES,
    "dashboards:units_csv": _FIGURES,
    "evaluation:overview": "closed years of the evaluation are for everybody",
    "evaluation:public_sheet": "closed years of the evaluation are for everybody",
    "surveys:declined": _TOKEN,
    "surveys:enter": "anybody may type a code; tries are counted",
    "surveys:invited": _TOKEN,
    "surveys:kiosk": "the tablet's address holds its code, and it shows nobody's answer",
    "surveys:kiosk_thanks": "the tablet's address holds its code, and it shows nobody's answer",
    "surveys:overview": _SURVEYS,
    "surveys:poster": _SURVEYS,
    "surveys:proof": "what proves a public follow-up is public",
    "surveys:report": _SURVEYS,
    "surveys:result": _SURVEYS,
    "surveys:thanks": "says thank you",
    "surveys:unit": _SURVEYS,
    "surveys:unit_csv": _SURVEYS,
    "surveys:workbook": _SURVEYS,
    "exchange:checker": "a program that anybody may run",
    "exchange:dataset": _FIGURES,
    "exchange:datasets": _FIGURES,
    "exchange:dcat": _FIGURES,
    "exchange:file": _FIGURES,
    "exchange:interface": "how programs speak with us",
    "documents:check": _CHECK,
    "gratuities:overview": "the rule, and numbers of the whole government that are not small",
    "proofs:checker": _LOG,
    "proofs:checkpoint": _LOG,
    "proofs:consistency": _LOG,
    "proofs:fact": _LOG,
    "proofs:inclusion": _LOG,
    "proofs:overview": _LOG,
    "proofs:policy": _LOG,
    "proofs:tile": _LOG,
    "documents:keys": _CHECK,
    "whistleblowing:announce": _SEALED,
    "whistleblowing:ask": _SEALED,
    "whistleblowing:copy": _SEALED,
    "whistleblowing:desk_page": _SEALED,
    "whistleblowing:desk_page_en": _SEALED,
    "whistleblowing:figures": "numbers of whole years, and only where they are not small",
    "whistleblowing:manifest": _SEALED,
    "whistleblowing:page": _SEALED,
    "whistleblowing:page_en": _SEALED,
    "whistleblowing:plain": _SEALED,
    "whistleblowing:recipients": _SEALED,
    "whistleblowing:send": _SEALED,
    "whistleblowing:state": _SEALED,
    "whistleblowing:words": _SEALED,
    "documents:root_certificate": _CHECK,
    "documents:verdict": _CHECK,
    "site:emblem": "the face of the installation",
    "site:healthz": "says ok or not, for the load balancer",
    "site:mailbox": "in the demo only: what would have been sent (tests/site)",
    "site:metrics": "for this computer, or with the token; checked in the view",
    "ui:pattern": "the pattern page shows no data",
    "ui:pattern_office": "the pattern page shows no data",
}
# Routes of allauth, Django and ninja, with their own locks (of the REST interface: tests/exchange/test_rest).
THIRD_PARTY = ("account_", "mfa_", "set_language", "exchange:rest:")

# Acts. "room.actions.file.function": reason
_DRAFT = "a draft is no act of the office: the fact is handing in (Submitted)"
_DERIVED = "derived from facts; can be computed again at any time"
_RECEIPT = "what a partner answered; the fact is what it was told of"
_SEALED_NIGHT = (
    "the fact follows in a later night, in random order (record_letters): its moment would tell when somebody sent"
)
_OWN_SAFETY = (
    "where and when a person logs in is the own account's matter, kept for ninety days, and no act of the office"
)
_AT_NIGHT = "the fact follows when the round is over (settle), in random order: its moment would tell who"
NO_FACT = {
    "accounts.actions.own.end_other_sessions": _OWN_SAFETY,
    "accounts.actions.own.end_session": _OWN_SAFETY,
    "accounts.actions.safety.forget_old": "removes lines past their time",
    "accounts.actions.safety.note": _OWN_SAFETY,
    "whistleblowing.actions.forms.send_by_form": _SEALED_NIGHT,
    "whistleblowing.actions.keys.wrap_again": "the same key under another passphrase: nobody but its holder is concerned",
    "whistleblowing.actions.nightly.send_notices": "the letter is the record, and says nothing",
    "whistleblowing.actions.nightly.sweep_files": "removes parts that nobody finished",
    "whistleblowing.actions.nightly.tell_of_keys": "the keys are facts already; the letter tells of them",
    "whistleblowing.actions.nightly.mix_rows": "the same rows, lying otherwise",
    "whistleblowing.actions.sending.begin_file": _SEALED_NIGHT,
    "whistleblowing.actions.sending.send_more": _SEALED_NIGHT,
    "whistleblowing.actions.sending.send_report": _SEALED_NIGHT,
    "whistleblowing.actions.sending.take_part": _SEALED_NIGHT,
    "applications.actions.desk.forget_filter": "an officer's own comfort",
    "applications.actions.desk.keep_filter": "an officer's own comfort",
    "applications.actions.filing.attach": _DRAFT,
    "applications.actions.filing.detach": _DRAFT,
    "applications.actions.filing.save_page": _DRAFT,
    "applications.actions.filing.start": _DRAFT,
    "applications.actions.finding.find_code": "counts tries under a blind key, nothing else",
    "applications.actions.marks.recompute_due": _DERIVED,
    "applications.actions.uploads.append": _DRAFT,
    "applications.actions.uploads.begin": _DRAFT,
    "applications.actions.uploads.sweep": "removes parts that nobody finished",
    "complaints.actions.alerting.ask_for_news": "a wish for news; no act of the office",
    "complaints.actions.alerting.confirm_news": "a wish for news; no act of the office",
    "complaints.actions.alerting.send_news": "the message is the record",
    "complaints.actions.alerting.stop_news": "a wish for news; no act of the office",
    "complaints.actions.batching.act_on_many": "each of its acts records its own fact",
    "complaints.actions.comforts.forget_filter": "an officer's own comfort",
    "complaints.actions.comforts.keep_filter": "an officer's own comfort",
    "complaints.actions.comforts.look": "a passing notice for colleagues, forgotten within the hour",
    "complaints.actions.uploads.append": _DRAFT,
    "complaints.actions.uploads.begin": _DRAFT,
    "complaints.actions.uploads.sweep_uploads": "removes parts that nobody finished",
    "complaints.actions.counting.count_words": _DERIVED,
    "complaints.actions.figuring.compute_figures": _DERIVED,
    "complaints.actions.filing.answer_questions": _DRAFT,
    "complaints.actions.filing.attach": _DRAFT,
    "complaints.actions.filing.describe": _DRAFT,
    "complaints.actions.filing.detach": _DRAFT,
    "complaints.actions.filing.introduce": _DRAFT,
    "complaints.actions.filing.locate": _DRAFT,
    "complaints.actions.filing.start": _DRAFT,
    "complaints.actions.reporting.find_code": "counts tries under a blind key, nothing else",
    "complaints.actions.sweeping.sweep_drafts": _DRAFT,
    "catalogue.actions.standards.note_for_review": "follows a fact of another room (ProblemOffered), in its transaction",
    "catalogue.actions.reminding.remind_reviews": "says what the published standard says; the message is the record",
    "exchange.actions.lapor.follow_up": _RECEIPT,
    "exchange.actions.neighbours.send_over": _RECEIPT,
    "exchange.actions.neighbours.watch": _RECEIPT,
    "exchange.actions.mailing.take_mail": "the fact is the report's (Filed, Told); a refusal is told by letter",
    "dashboards.actions.refreshing.refresh": _DERIVED,
    "dashboards.actions.replaying.recompute_all": _DERIVED,
    "dashboards.actions.shielding.shield": _DERIVED,
    "surveys.actions.answering.answer": _AT_NIGHT,
    "surveys.actions.answering.answer_at_kiosk": _AT_NIGHT,
    "surveys.actions.answering.decline": "the round counts it; a fact of the moment would stand beside whatever else a person did then",
    "surveys.actions.answering.place_of": "counts tries under a blind key, nothing else",
    "surveys.actions.answering.type_in": _AT_NIGHT,
    "surveys.actions.inviting.await_draw": "follows a fact of another room; who waits must not stand in the ledger",
    "documents.actions.checking.look_up": "counts failures under a blind key, nothing else",
}
_ALONE = "one statement, which is a transaction of its own: BEGIN and COMMIT would be two more ways to the database"
NO_TRANSACTION = {
    "applications.actions.filing.save_page": _ALONE,
    "applications.actions.filing.start": _ALONE,
    "surveys.actions.answering.place_of": _ALONE,
    "complaints.actions.uploads.sweep_uploads": "files first, then one statement: what a crash leaves is swept an hour later",
    "applications.actions.uploads.sweep": "files first, then one statement: what a crash leaves is swept an hour later",
}
READS: dict[str, str] = {}

# Clocks. "file call": reason
CLOCKS = {
    "modules/accounts/sessions.py timezone.now": "sessions end by the real time, as Django's own do",
    "modules/accounts/signals.py clock.now": "what Django and allauth announce carries no moment; an entrance like views",
    "kernel/ids.py time.time_ns": "ids sort by the moment they are made (UUIDv7); no rule reads it",
    "modules/proofs/rules/cekjejak.py time.time": "runs alone on other computers; a cosignature from the future is refused",
    "modules/accounts/models.py a field that reads the clock": "accounts are also made by allauth's own sign-up page",
    "modules/calendars/api.py clock.now": "the unit's own today, for pages that only display",
    "site/postgres/__init__.py time.time": "how old a mark in the file system is",
}
DEEP: dict[str, str] = {}

# Names and sizes. "file": reason
NAMES = {
    "whistleblowing/browser": "what runs at the ends and not here: scripts/bundle.mjs makes each page's one script of it",
    "accounts/adapter.py": "the port that allauth calls by its setting; an entrance like views",
    "accounts/sessions.py": "the port that Django calls by its setting (SESSION_ENGINE)",
    "accounts/signals.py": "what Django and allauth announce; an entrance like views",
    "modules/catalogue/rules/importing/services.py": "the services (layanan) that a sheet lists: a word of the domain",
}
LONG: dict[str, str] = {
    "modules/proofs/rules/cekjejak.py": "one file on purpose: it is sent, read and kept as a whole, and imports nothing of ours",
}
