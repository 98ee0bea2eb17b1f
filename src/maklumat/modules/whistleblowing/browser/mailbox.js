// The reporter's mailbox: opened by twelve words that stay here, read and written here.
import { b64, encoder } from "./bytes.js";
import { chooser } from "./chooser.js";
import { boxesFor, letterOf, questionOf, readCase, readersNow } from "./conversation.js";
import { Wrong, button, day, field, form, h, hand, lead, notice, say, show, size, submit, summary, t, valueOf, words } from "./dom.js";
import { openFile } from "./files.js";
import { fromWords, readWords, reporterKeys, signed } from "./keys.js";
import { seal } from "./letters.js";
import { Refused, call, post, postWithWork, sealedLetter, upload } from "./sending.js";
import { plainName } from "./shapes.js";

/** ``begin``: fetches and checks the state; ``home``: where "back" leads. */
export function mailbox(begin, home) {
  const next = async () => {
    const typed = readWords(valueOf("kata"));
    const strange = typed.findIndex((one) => !words.includes(one));
    if (typed.length !== 12) throw new Wrong({ kata: t("practise_count", { n: typed.length }) });
    if (strange >= 0) throw new Wrong({ kata: t("box_unknown", { n: strange + 1, word: typed[strange] }) });
    const entropy = fromWords(typed, words);
    if (!entropy) throw new Wrong({ kata: t("box_unfit") });
    const keys = reporterKeys(entropy);
    await showBox({ keys, ...(await unlock(keys)), state: await begin(), home, text: "", files: [], sent: new Map() });
  };
  show(t("box_title"), lead(t("box_lead")), form(next, field("kata", t("box_words"), { rows: 3, hint: t("practise_hint"), autocapitalize: "off" }), submit(t("open"), "key-round")), button(t("back"), home, { kind: "button-quiet button-small" }));
}

async function unlock(keys) {
  const { nonce } = await post("surat/tantangan", { mailbox: keys.sign });
  const signature = b64(signed(encoder.encode(`maklumat lapor-aman v1 open\n${nonce}`), keys.seed));
  const facts = await post("surat/buka", { mailbox: keys.sign, nonce, signature });
  return { facts, access: facts.access };
}

async function showBox(box, done = "") {
  const { facts, keys } = box;
  const found = await readCase(facts, keys.identity, box.state.signers, keys.sign);
  const again = () => showBox(box);
  const progress = h("p", { role: "status", class: "hint" });
  const answer = facts.state === "erased" ? null : h(
    "section", {},
    h("h2", {}, t("answer")),
    h("p", { class: "hint" }, t("answer_readers", { who: readersNow(found.readers, box.state).map((one) => one.title).join(", ") || "–" })),
    form(() => send(box, found, (text) => { progress.textContent = text; }), field("surat", t("answer_label"), { rows: 5, value: box.text, oninput: (text) => (box.text = text) }), chooser(box.files, box.state.most.files, again), submit(t("answer_send"), "lock"), progress),
  );
  show(
    t("box_title"),
    done ? notice("success", h("p", {}, done)) : null,
    summary([
      [t("state"), h("span", { class: "tag tag-info" }, t(`state_${facts.state}`))],
      facts.outcome ? [t("outcome"), t(`outcome_${facts.outcome}`)] : null,
      [t("received_on"), day(facts.received_on)],
      facts.closed_on ? [t("closed_on"), day(facts.closed_on)] : [t("due_on"), day(facts.due_on)],
      facts.erase_on ? [t("erase_on"), day(facts.erase_on)] : null,
    ]),
    found.bad ? notice("danger", h("p", {}, t("bad_letter", { n: found.bad }))) : null,
    h("ol", { class: "stack-s letters" }, found.letters.map((one) => letterCard(one, box, found))),
    answer,
    button(t("close_box"), () => { box.keys = null; box.home(); }, { kind: "button-quiet", symbol: "lock" }),
  );
  if (done) say(done);
}

function letterCard(letter, box, found) {
  const { content } = letter;
  const names = new Map(box.state.signers.map((one) => [one.id, one.title]));
  const title = (id) => names.get(id) || t("former");
  const mine = content.from === "reporter";
  const label = (name) => questionOf(box.state, content.questions, name, document.documentElement.lang);
  return h(
    "li", { class: mine ? "card card-quiet" : "card card-tint" },
    h("p", { class: "eyebrow" }, `${mine ? t("you") : title(content.from)} · ${day(letter.day)}`),
    content.kind === "added" ? h("p", {}, t("added", { who: title(content.keyholder), by: title(content.from) })) : null,
    content.answers ? h("dl", { class: "stack-s" }, Object.entries(content.answers).map(([name, text]) => h("div", {}, h("dt", { class: "field-label" }, label(name)), h("dd", { class: "typed" }, text)))) : null,
    content.text ? h("p", { class: "typed" }, content.text) : null,
    content.files.length && !mine ? h("p", { class: "hint" }, t("file_warning")) : null,
    content.files.length ? h("ul", { class: "stack-s" }, content.files.map((file) => h("li", { class: "file" }, h("span", { class: "file-name" }, plainName(file.name)), h("span", { class: "file-meta" }, size(file.size)), button(t("download"), () => fetchFile(`berkas/${file.id}`, file, { "X-Access": box.access }), { kind: "button-secondary button-small", symbol: "paperclip", "aria-label": t("download_file", { name: plainName(file.name) }) })))) : null,
    mine && letter.entry ? button(t("proof"), () => proof(letter, box), { kind: "button-quiet button-small" }) : null,
  );
}

/** A sealed file, opened here and handed over. */
export async function fetchFile(path, file, headers = {}, options = {}) {
  const response = await call(path, { raw: true, headers, ...options });
  let blob;
  try {
    blob = await openFile(file, response.body);
  } catch {
    throw new Refused(t("bad_file"), 422);
  }
  hand(blob, plainName(file.name));
}

async function proof(letter, box) {
  const response = await call(`bukti/${letter.id}`, { raw: true, headers: { "X-Access": box.access } });
  hand(await response.blob(), "bukti-tercatat.tlog-proof");
}

async function send(box, found, progress) {
  const { keys, facts, state } = box;
  if (!box.text.trim() && !box.files.length) throw new Wrong({ surat: t("empty_letter") });
  if (box.files.length > state.most.files) throw new Wrong({ berkas: t("too_many_files", { n: state.most.files }) });
  if (!state.whole) throw new Refused(t("unverified"), 422);
  if (!readersNow(found.readers, state).length) throw new Refused(t("no_reader"), 422);
  const brought = [];
  for (const [n, one] of box.files.entries()) {
    if (!box.sent.has(one)) box.sent.set(one, await upload(one, state.most.part, n + 1, (share) => progress(t("uploading", { n: n + 1, of: box.files.length, percent: Math.floor(share * 100) }))));
    brought.push(box.sent.get(one));
  }
  progress(t("sending"));
  const what = JSON.stringify([box.text, brought.map((one) => one.sent.id)]);
  if (box.prepared?.what !== what) {
    const content = letterOf("word", facts.case, "reporter", state.today, { text: box.text, files: brought.map((one) => one.told) });
    const letter = await seal(content, keys.seed, boxesFor(found.readers, state, keys.box));
    box.prepared = { what, letter, body: sealedLetter(letter, brought.map((one) => one.sent)) };
  }
  await postWithWork("surat/kirim", box.prepared.letter, box.prepared.body, { headers: { "X-Access": box.access } });
  Object.assign(box, { text: "", files: [], sent: new Map(), prepared: null }, await unlock(keys));
  await showBox(box, t("answer_sent"));
}

