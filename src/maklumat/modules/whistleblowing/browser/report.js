// The reporter's page: a report in six steps, and the mailbox. Nothing typed leaves this page but sealed; nothing is stored on the device.
import { ed25519 } from "@noble/curves/ed25519.js";
import { b64, random, uuid } from "./bytes.js";
import { chooser } from "./chooser.js";
import { boxesFor, letterOf } from "./conversation.js";
import { Wrong, button, check, day, field, form, h, icon, language, lead, leaveTo, notice, say, show, submit, summary, t, trust, valueOf, words } from "./dom.js";
import { readWords, reporterKeys, toWords } from "./keys.js";
import { seal } from "./letters.js";
import { mailbox } from "./mailbox.js";
import { fingerprint, proven } from "./proofs.js";
import { Refused, at, call, postWithWork, sealedLetter, speakTo, upload } from "./sending.js";

const STEPS = 6;
let state = null;
const draft = { excluded: new Set(), answers: {}, files: [], entropy: null, sent: new Map(), request: null };

/** What the site says now, and of it only what the ledger proves. */
async function begin() {
  const told = await call("keadaan.json");
  const { holders, signers, recovery, head } = proven(told, trust);
  // A key without a proof is so new that no signed head has it yet: it is not used, and nothing is wrong.
  const shown = told.keyholders.filter((one) => one.proof);
  const wrong = holders.length !== shown.length || (told.recovery?.proof && !recovery);
  const unit = new URLSearchParams(location.hash.slice(1)).get("unit"); // after the hash: the server does not hear of it
  const own = told.of_units.find((one) => one.unit === unit);
  state = { ...told, questions: own || told.questions, keyholders: holders, signers, recovery, size: head.size, whole: !wrong };
  return state;
}

function recipients() {
  return state.keyholders.filter((one) => one.duty === "recipient");
}

function step(n) {
  return h("p", { class: "eyebrow" }, t("step", { n, of: STEPS }));
}

function backTo(act) {
  return button(t("back"), act, { kind: "button-quiet button-small" });
}

async function intro() {
  let sure;
  let ready = false;
  try {
    await begin();
    ready = state.whole && recipients().length > 0;
    sure = ready ? notice("success", h("p", {}, t(trust?.k ? "verified_seen" : "verified", { n: state.size.toLocaleString(language), k: trust?.k })), h("p", { class: "small" }, t("print", { print: fingerprint(state.log) }))) : null;
  } catch (error) {
    if (error.name === "Unreached") sure = notice("warning", h("p", {}, t("unreached")));
  }
  const waiting = (state?.waiting || []).map((one) => notice("warning", h("p", {}, t("recovery_waits", { asker: one.asker, opens: new Date(one.opens_at).toLocaleString(language) }))));
  show(
    t("page_name"),
    lead(t("intro_lead")),
    h("div", { class: "stack-s" }, [1, 2, 3].map((n) => h("div", { class: "card" }, h("h2", { class: "card-title" }, icon(["lock", "shield-check", "key-round"][n - 1]), h("span", {}, t(`intro_${n}_title`))), h("p", {}, t(`intro_${n}`))))),
    sure || notice("danger", h("p", {}, t("unverified"))),
    waiting,
    h("div", { class: "buttons" }, ready ? button(t("start"), who, { symbol: "send" }) : null, button(t("open_box"), () => mailbox(begin, intro), { kind: "button-secondary", symbol: "mail" })),
    h("div", {}, h("h2", {}, t("other_ways")), h("ul", { class: "links" }, link("/lapor-aman/tanpa-skrip/", "no_script"), link("/lapor-aman/lapor-aman.html", "keep_copy"), link("/lapor-aman/angka/", "figures"))),
  );
}

function link(href, name) {
  return h("li", {}, h("a", { href: at(href) }, t(name)));
}

function who() {
  const list = recipients();
  const rows = list.map((one) =>
    check(`who-${one.id}`, one.title, !draft.excluded.has(one.id), { onchange: (on) => (on ? draft.excluded.delete(one.id) : draft.excluded.add(one.id)) }),
  );
  const next = () => {
    const chosen = list.filter((one) => !draft.excluded.has(one.id));
    if (!chosen.length) throw new Wrong({ [`who-${list[0].id}`]: t("who_none") });
    if (chosen.length > state.most.recipients) throw new Wrong({ [`who-${list[0].id}`]: t("who_many", { n: state.most.recipients }) });
    questions();
  };
  show(t("who_title"), step(1), lead(t("who_lead")), form(next, h("fieldset", { class: "choices" }, h("legend", { class: "visually-hidden" }, t("who_title")), rows), h("div", {}, h("p", { class: "hint small" }, t("who_more"))), submit(t("next"))), backTo(intro));
}

function questions() {
  const items = state.questions.items;
  const fields = items.map((one) =>
    field(`q-${one.name}`, one[language], { rows: one.rows, hint: one[`hint_${language}`], value: draft.answers[one.name] || "", optional: !one.required, oninput: (text) => (draft.answers[one.name] = text) }),
  );
  const next = () => {
    const missing = items.filter((one) => one.required && !(draft.answers[one.name] || "").trim());
    if (missing.length) throw new Wrong(Object.fromEntries(missing.map((one) => [`q-${one.name}`, `${one[language]} ${t("fill")}`])));
    files();
  };
  show(t("questions_title"), step(2), lead(t("questions_lead")), form(next, ...fields, submit(t("next"))), backTo(who), h("p", { class: "hint small" }, state.questions.basis[language]));
}

function files() {
  const next = () => {
    if (draft.files.length > state.most.files) throw new Wrong({ berkas: t("too_many_files", { n: state.most.files }) });
    secret();
  };
  show(t("files_title"), step(3), lead(t("files_lead")), form(next, chooser(draft.files, state.most.files, files), submit(t("next"))), backTo(questions));
}

function secret() {
  draft.entropy ??= random(16);
  const mine = toWords(draft.entropy, words);
  show(t("words_title"), step(4), lead(t("words_lead")), h("ol", { class: "receipt", "aria-label": t("words_list") }, mine.map((one) => h("li", {}, one))), h("div", { class: "buttons" }, button(t("written_down"), practise)), backTo(files));
}

function practise() {
  const mine = toWords(draft.entropy, words);
  const next = () => {
    const typed = readWords(valueOf("kata"));
    if (typed.length !== 12) throw new Wrong({ kata: t("practise_count", { n: typed.length }) });
    const other = mine.findIndex((one, i) => typed[i] !== one);
    if (other >= 0) throw new Wrong({ kata: t("practise_wrong", { n: other + 1 }) });
    review();
  };
  show(t("practise"), step(5), form(next, field("kata", t("box_words"), { rows: 3, hint: t("practise_hint"), autocapitalize: "off" }), submit(t("next"))), backTo(secret));

}

function review() {
  const readers = recipients().filter((one) => !draft.excluded.has(one.id));
  const progress = h("p", { role: "status", class: "hint" });
  show(
    t("send_title"), step(6), lead(t("send_lead")),
    summary([
      [t("readers"), h("ul", { class: "plain" }, readers.map((one) => h("li", {}, one.title)))],
      ...state.questions.items.filter((one) => (draft.answers[one.name] || "").trim()).map((one) => [one[language], draft.answers[one.name]]),
      [t("files_count"), t("files_n", { n: draft.files.length })],
    ]),
    form(() => send(readers.map((one) => one.id), (text) => { progress.textContent = text; }), submit(t("send"), "lock"), progress),
    backTo(practise),
  );
}

/** Seal and send. What was sent already is not sent again when the network breaks in between. */
async function send(readers, progress) {
  const keys = reporterKeys(draft.entropy);
  progress(t("sealing"));
  const brought = [];
  for (const [n, one] of draft.files.entries()) {
    if (!draft.sent.has(one)) {
      draft.sent.set(one, await upload(one, state.most.part, n + 1, (share) => progress(t("uploading", { n: n + 1, of: draft.files.length, percent: Math.floor(share * 100) }))));
    }
    brought.push(draft.sent.get(one));
  }
  progress(t("sending"));
  const what = JSON.stringify([draft.answers, readers, brought.map((one) => one.sent.id)]);
  if (draft.request?.what !== what) draft.request = { what, ...(await prepared(keys, readers, brought)) }; // the same again has the same answer
  const { letter, body } = draft.request;
  try {
    done(await postWithWork("kirim", letter, body));
  } catch (error) {
    if (error instanceof Refused && error.status === 409) draft.sent.clear(); // perhaps the site has lost a file: they go again
    throw error;
  }
}

async function prepared(keys, readers, brought) {
  const handler = random(32);
  const caseId = uuid();
  const answers = Object.fromEntries(Object.entries(draft.answers).filter(([, text]) => text.trim()));
  const content = letterOf("report", caseId, "reporter", state.today, {
    mailbox: keys.sign, box: keys.box, handler: b64(handler), to: readers, not: recipients().map((one) => one.id).filter((one) => !readers.includes(one)), questions: state.questions.version, answers, files: brought.map((one) => one.told),
  });
  const letter = await seal(content, keys.seed, boxesFor(readers, state, keys.box));
  const body = { ...sealedLetter(letter, brought.map((one) => one.sent)), mailbox: keys.sign, case: caseId, handler: b64(ed25519.getPublicKey(handler)) };
  return { letter, body };
}

function done(answer) {
  show(
    t("sent_title"),
    h("div", { class: "confirm" }, icon("circle-check"), h("div", { class: "confirm-body" }, h("p", {}, t("sent_lead", { days: state.questions.answer_days })))),
    summary([[t("sent_day"), day(answer.day)], [t("sent_digest"), h("span", { class: "code" }, answer.digest.slice(0, 16))]]),
    notice("info", h("p", {}, t("sent_erase"))),
    h("div", { class: "buttons" }, button(t("open_box"), () => mailbox(begin, intro), { kind: "button-secondary", symbol: "mail" })),
  );
  say(t("sent_title"));
  Object.assign(draft, { excluded: new Set(), answers: {}, files: [], entropy: null, sent: new Map(), request: null });
}

let leaving = false;

/** At once: no question of the browser's keeps the page in sight. */
function leave() {
  leaving = true;
  document.body.replaceChildren();
  location.replace(leaveTo);
}

document.getElementById("keluar").addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});
let escapes = 0;
document.addEventListener("keydown", (event) => {
  escapes = event.key === "Escape" ? escapes + 1 : 0;
  if (escapes === 3) leave();
});
addEventListener("beforeunload", (event) => {
  if (leaving) return;
  if (draft.entropy || Object.values(draft.answers).some((one) => one.trim())) event.preventDefault();
});
if (location.protocol === "file:") speakTo(document.querySelector("meta[name=origin]")?.content || "");
intro();
