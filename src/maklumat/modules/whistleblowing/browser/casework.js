// One case at the desk: reading, replying, what is done with it. Every act is signed with the key inside the report.
import { b64, encoder, unb64 } from "./bytes.js";
import { chooser } from "./chooser.js";
import { boxesFor, headersFor, identityOf, letterOf, questionOf, readCase, readForm } from "./conversation.js";
import { Wrong, button, day, field, form, h, hand, lead, notice, select, show, size, submit, summary, t, valueOf } from "./dom.js";
import { signed } from "./keys.js";
import { seal, sealText } from "./letters.js";
import { fetchFile } from "./mailbox.js";
import { sealedLetter, upload } from "./sending.js";
import { plainName } from "./shapes.js";

const NEXT = { received: ["review", "closed"], review: ["investigation", "closed"], investigation: ["review", "closed"], closed: ["review"] };
const OUTCOMES = ["proven", "unproven", "unfit", "forwarded"];
const MEASURES = ["secrecy", "transfer", "legal", "witness", "relief"];

/** ``kept``: a reply that was begun: its text, files, and the state that goes with it. */
export async function caseView(desk, id, home, done = "", kept = {}) {
  const facts = await desk.get(`perkara/${id}`);
  const identities = [desk.keys, ...desk.older].map((one) => one.identity); // letters of before and after a new key lie in one case
  const view = { desk, id, facts, identities, home, text: "", files: [], sent: new Map(), move: "", ...kept, handler: null };
  if (facts.by_form) {
    view.found = { letters: [], readers: desk.state.keyholders.map((one) => one.id), first: null, bad: 0 };
  } else {
    view.found = await readCase(facts, identities, desk.state.signers);
    view.handler = view.found.first ? unb64(view.found.first.handler) : null;
  }
  view.again = (text, begun = begunReply(view)) => caseView(desk, id, home, text, begun);
  desk.view = view;
  await draw(view, done);
}

/** What is lost with the view unless it is handed on. */
export function begunReply({ text, files, sent, move }) {
  return { text, files, sent, move };
}

async function draw(view, done) {
  const { facts, found } = view;
  const letters = facts.by_form ? await Promise.all(facts.letters.map((one) => formLetter(one, view))) : found.letters.map((one) => letterCard(one, view));
  if (view.desk.view !== view) return; // locked or left while a file was looked at
  show(
    `${t("case")} ${day(facts.received_on)}`,
    done ? notice("success", h("p", {}, done)) : null,
    summary([
      [t("state"), h("span", { class: "tag tag-info" }, t(`state_${facts.state}`))],
      facts.outcome ? [t("outcome"), t(`outcome_${facts.outcome}`)] : null,
      [t("due_on"), day(facts.due_on)],
      facts.erase_on ? [t("erase_on"), day(facts.erase_on)] : null,
    ]),
    found.bad ? notice("danger", h("p", {}, t("bad_letter", { n: found.bad }))) : null,
    h("ol", { class: "stack-s letters" }, letters),
    reply(view),
    casework(view),
    share(view),
    button(t("back"), async () => { await view.desk.refresh(); await view.home(); }, { kind: "button-quiet button-small" }),
  );
}

function titleOf(view, id) {
  return view.desk.state.signers.find((one) => one.id === id)?.title || t("former");
}

function letterCard(letter, view) {
  const { content } = letter;
  const label = (name) => questionOf(view.desk.state, content.questions, name, document.documentElement.lang);
  return h(
    "li", { class: content.from === "reporter" ? "card card-tint" : "card card-quiet" },
    h("p", { class: "eyebrow" }, `${content.from === "reporter" ? t("reporter") : titleOf(view, content.from)} · ${day(letter.day)}`),
    content.kind === "added" ? h("p", {}, t("added", { who: titleOf(view, content.keyholder), by: titleOf(view, content.from) })) : null,
    content.answers ? h("dl", { class: "stack-s" }, Object.entries(content.answers).map(([name, text]) => h("div", {}, h("dt", { class: "field-label" }, label(name)), h("dd", { class: "typed" }, text)))) : null,
    content.text ? h("p", { class: "typed" }, content.text) : null,
    content.files.length ? h("ul", { class: "stack-s" }, content.files.map((file) => fileRow(file))) : null,
  );
}

function fileRow(file) {
  const get = () => fetchFile(`meja/berkas/${file.id}`, file, {}, { credentials: "same-origin" });
  return h("li", { class: "file" }, h("span", { class: "file-name" }, plainName(file.name)), h("span", { class: "file-meta" }, `${size(file.size)}${file.original ? ` · ${t("of_original")}` : ""}`), button(t("download"), get, { kind: "button-secondary button-small", symbol: "paperclip", "aria-label": t("download_file", { name: plainName(file.name) }) }));
}

async function formLetter(letter, view) {
  const mine = letter.sender === "reporter";
  const head = h("p", { class: "eyebrow" }, `${t(mine ? "reporter" : "former")} · ${day(letter.day)}`);
  try {
    const { blob, text } = await readForm(letter, await identityOf(unb64(letter.header), view.identities));
    return h("li", { class: mine ? "card card-tint" : "card card-quiet" }, head, text === null ? h("p", {}, t("form_letter")) : h("p", { class: "typed" }, text), button(t("save"), () => hand(blob, `${letter.day}.bin`), { kind: "button-secondary button-small", symbol: "paperclip" }));
  } catch {
    return h("li", { class: "card" }, head, h("p", {}, t("bad_letter", { n: 1 })));
  }
}

/** An act goes as text, signed for this state of the case. */
function act(view, what) {
  const text = JSON.stringify(what);
  const message = encoder.encode(`maklumat lapor-aman v1 act\n${view.id}\n${view.facts.revision}\n${text}`);
  return view.desk.post(`perkara/${view.id}/langkah`, { act: text, signature: view.handler ? b64(signed(message, view.handler)) : "" });
}

function reply(view) {
  const { facts } = view;
  const box = facts.by_form ? facts.box : view.found.first?.box;
  if (!box) return notice("warning", h("p", {}, t("no_answer_box")));
  const progress = h("p", { role: "status", class: "hint" });
  const moves = (NEXT[facts.state] || []).filter((one) => one !== "closed");
  const redraw = () => draw(view, "");
  return h(
    "section", {},
    h("h2", {}, t("reply")),
    form(
      () => sendReply(view, box, (text) => { progress.textContent = text; }),
      field("balasan", t("reply_label"), { rows: 5, value: view.text, oninput: (text) => (view.text = text) }),
      facts.by_form ? null : chooser(view.files, view.desk.state.most.files, redraw),
      select("keadaan", t("reply_state"), [["", t("reply_state_same")], ...moves.map((one) => [one, t(`state_${one}`)])], { value: view.move, onchange: (state) => (view.move = state) }),
      submit(t("reply_send"), "lock"),
      progress,
    ),
  );
}

async function sendReply(view, box, progress) {
  const { desk, facts, found } = view;
  if (!view.text.trim() && !view.files.length) throw new Wrong({ balasan: t("empty_letter") });
  const brought = [];
  for (const [n, one] of view.files.entries()) {
    if (!view.sent.has(one)) view.sent.set(one, await upload(one, desk.state.most.part, n + 1, (share) => progress(t("uploading", { n: n + 1, of: view.files.length, percent: Math.floor(share * 100) }))));
    brought.push(view.sent.get(one));
  }
  progress(t("sending"));
  const state = valueOf("keadaan");
  const letter = facts.by_form
    ? await sealText(view.text, boxesFor(found.readers, desk.state, box))
    : await seal(own(view, "reply", { text: view.text, files: brought.map((one) => one.told), ...(state ? { status: state } : {}) }), desk.keys.seed, boxesFor(found.readers, desk.state, box));
  await act(view, { do: "reply", ...sealedLetter(letter, brought.map((one) => one.sent)), ...(state ? { state } : {}) });
  await view.again(t("answer_sent"), {});
}

function own(view, kind, more) {
  return letterOf(kind, view.facts.case, view.desk.state.me.id, view.desk.state.today, more);
}

function casework(view) {
  const { facts } = view;
  const done = (what) => async () => { await act(view, what); await view.again(""); };
  const closing = NEXT[facts.state]?.includes("closed");
  return h(
    "section", { class: "stack-s" },
    h("h2", {}, t("casework")),
    h("p", { class: "row" }, h("span", { class: facts.team ? "tag tag-success" : "tag" }, t(facts.team ? "team_on" : "team_off")), button(t(facts.team ? "team_unset" : "team_set"), done({ do: "assign", team: !facts.team }), { kind: "button-secondary button-small" })),
    h("h3", {}, t("measures")),
    h("ul", { class: "stack-s" }, MEASURES.map((one) => h("li", {}, button(t(`measure_${one}`), done({ do: "protect", measure: one }), { kind: facts.measures.includes(one) ? "button-small" : "button-secondary button-small", "aria-pressed": String(facts.measures.includes(one)) })))),
    closing ? form(async () => { await act(view, { do: "move", state: "closed", outcome: valueOf("hasil") }); await view.again(""); }, select("hasil", t("outcome"), OUTCOMES.map((one) => [one, t(`outcome_${one}`)])), submit(t("close_case"))) : null,
    facts.state === "closed" ? button(t("reopen"), done({ do: "move", state: "review" }), { kind: "button-secondary" }) : null,
  );
}

function share(view) {
  const { desk, facts, found } = view;
  if (facts.by_form || !found.first) return null;
  const full = found.readers.length >= desk.state.most.recipients;
  const colleagues = desk.state.keyholders.filter((one) => one.duty === "recipient" && one.id !== desk.state.me.id);
  const others = colleagues.filter((one) => found.readers.includes(one.id) || !full);
  // Who was left out by the reporter is named as such: nobody lets the accused in unawares. Who reads already may need it for a new key.
  const label = (one) => (found.first.not?.includes(one.id) ? t("share_left_out", { who: one.title }) : found.readers.includes(one.id) ? t("share_again", { who: one.title }) : one.title);
  const last = (one) => (found.first.not?.includes(one.id) ? 2 : found.readers.includes(one.id) ? 1 : 0);
  others.sort((one, other) => last(one) - last(other));
  const section = (...children) => h("section", {}, h("h2", {}, t("share")), ...children);
  if (!others.length) return section(h("p", { class: "muted" }, t("share_none")));
  return section(lead(t("share_lead")), form(() => shareWith(view, valueOf("rekan")), select("rekan", t("share_who"), others.map((one) => [one.id, label(one)])), submit(t("share_do"), "key-round")));
}

async function shareWith(view, id) {
  const { desk, facts, found } = view;
  const boxes = boxesFor([...found.readers, id], desk.state, found.first.box);
  const headers = await headersFor(facts, view.identities, boxes);
  const letter = await seal(own(view, "added", { keyholder: id }), desk.keys.seed, boxes);
  await act(view, { do: "share", headers, letter: sealedLetter(letter, []) });
  await view.again(t("share_done"));
}
