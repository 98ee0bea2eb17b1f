// The desk of recipients and custodians. Their keys are open in this window only, and gone with it.
import { b64, decoder, random } from "./bytes.js";
import { begunReply, caseView } from "./casework.js";
import { openedCases } from "./cases.js";
import { Wrong, button, day, field, form, h, lead, notice, show, submit, t, trust, valueOf } from "./dom.js";
import { IDLE_MINUTES, watchIdle } from "./idle.js";
import { keyholderKeys, unwrap, unwrapWith, wrap, wrapWith } from "./keys.js";
import { plainOf, sealText } from "./letters.js";
import { proven } from "./proofs.js";
import { askPasskey, hasPasskeys, makePasskey } from "./passkey.js";
import { recoverySection } from "./recovery.js";
import { Refused, call, post } from "./sending.js";

const LEAST_PASSPHRASE = 16;
const DESK = { credentials: "same-origin" };

/** What the desk knows: {state, keys, older (identities of former keys), secret, view (the case that is open), rested (a reply that waits under the key)}. */
const desk = { state: null, keys: null, secret: null, older: [], view: null, rested: null };

async function fetchState() {
  const told = await call("meja/keadaan.json", DESK);
  const { holders, signers, recovery } = proven(told, trust);
  desk.state = { ...told, keyholders: holders, signers, recovery, recoveryFresh: !!told.recovery && !told.recovery.proof };
  desk.post = (path, body) => post(`meja/${path}`, body, { ...DESK, headers: { "X-CSRFToken": told.csrf } });
  desk.get = (path) => call(`meja/${path}`, DESK);
  desk.refresh = fetchState;
}

async function begin() {
  try {
    await fetchState();
  } catch (error) {
    if (error instanceof Refused && (error.status === 403 || error.status === 401)) {
      show(t("desk_title"), lead(t("log_in_lead")), h("p", {}, error.message), h("div", { class: "buttons" }, h("a", { class: "button", href: `/masuk/login/?next=${location.pathname}` }, t("log_in"))));
      return;
    }
    show(t("desk_title"), notice("danger", h("p", {}, error instanceof Refused ? error.message : t(error.name === "Unreached" ? "unreached" : "unverified"))));
    return;
  }
  const { me } = desk.state;
  if (desk.keys) await home();
  else if (me.key) unlock();
  else makeKey();
}

function passphraseFields() {
  return [
    field("sandi", t("passphrase"), { type: "password", hint: t("passphrase_hint"), autocomplete: "new-password" }),
    field("sandi2", t("passphrase_again"), { type: "password", autocomplete: "new-password" }),
  ];
}

function newPassphrase() {
  const [one, two] = [valueOf("sandi"), valueOf("sandi2")];
  if (one.length < LEAST_PASSPHRASE) throw new Wrong({ sandi: t("passphrase_short") });
  if (one !== two) throw new Wrong({ sandi2: t("passphrase_differs") });
  return one;
}

/** Somebody at a window that was left open does not get a new key. */
function proveAgain(title, next) {
  show(t(title), lead(t("prove_lead")), h("div", { class: "buttons" }, h("a", { class: "button", href: `/masuk/reauthenticate/?next=${location.pathname}` }, t("prove")), button(t("back"), next, { kind: "button-quiet" })));
}

function makeKey(replaces = false) {
  if (desk.state.me.key && !desk.state.me.proved) {
    proveAgain("key_new_title", begin);
    return;
  }
  const progress = h("p", { role: "status", class: "hint" });
  const next = async () => {
    const title = valueOf("jabatan").trim();
    if (title.length < 3) throw new Wrong({ jabatan: t("fill") });
    const passphrase = newPassphrase();
    const secret = random(32);
    const keys = keyholderKeys(secret);
    const wrapped = await wrap(secret, passphrase, (share) => { progress.textContent = t("making_key", { percent: Math.floor(share * 100) }); });
    await desk.post("kunci", { title, box: keys.box, sign: keys.sign, wrapped });
    Object.assign(desk, { secret, keys, rested: null }); // what waits under a forgotten key cannot be opened any more
    await fetchState();
    await home();
  };
  show(
    t(replaces ? "key_new_title" : "key_title"), lead(t(replaces ? "key_new_lead" : "key_lead")),
    form(next, field("jabatan", t("title_label"), { value: desk.state.me.title }), ...passphraseFields(), submit(t("make_key"), "key-round"), progress),
    replaces ? button(t("back"), begin, { kind: "button-quiet button-small" }) : null,
  );
}

function unlock(why = "") {
  const { key } = desk.state.me;
  const progress = h("p", { role: "status", class: "hint" });
  const open = async (secret) => {
    if (!secret) throw new Wrong({ sandi: t("unlock_wrong") });
    const keys = keyholderKeys(secret);
    if (keys.box !== key.box) throw new Wrong({ sandi: t("unlock_wrong") });
    if (desk.rested) await freshState();
    Object.assign(desk, { secret, keys });
    await (desk.rested ? goOn() : home());
  };
  const next = async () => open(await unwrap(key.wrapped, valueOf("sandi"), (share) => { progress.textContent = t("unlocking", { percent: Math.floor(share * 100) }); }));
  const passkey = key.passkey && hasPasskeys() ? button(t("unlock_passkey"), async () => open(unwrapWith(await askPasskey(key.passkey), key.passkey)), { kind: "button-secondary", symbol: "key-round" }) : null;
  show(
    t("unlock_title"),
    why ? notice("info", h("p", {}, why)) : null,
    form(next, field("sandi", t("passphrase"), { type: "password", autocomplete: "current-password" }), submit(t("unlock"), "key-round"), progress),
    passkey,
    button(t("forgot"), () => makeKey(true), { kind: "button-quiet button-small" }),
  );
}

async function home(done = "") {
  const { state } = desk;
  desk.view = null;
  const custodian = state.me.duty === "custodian";
  const shown = state.keyholders.find((one) => one.id === state.me.id); // as reporters get it
  const list = await caseList();
  show(
    t("desk_title"),
    done ? notice("success", h("p", {}, done)) : null,
    shown && shown.box !== desk.keys.box ? notice("danger", h("p", {}, t("key_not_mine"))) : null,
    custodian ? lead(t("custodian_lead")) : null,
    custodian ? null : list,
    recoverySection(desk, (text) => refreshed(text)),
    formerKeys(),
    h("div", { class: "buttons" }, state.me.key && !state.me.key.passkey && hasPasskeys() ? button(t("add_passkey"), addPasskey, { kind: "button-secondary", symbol: "key-round" }) : null, button(t("key_new_title"), () => makeKey(true), { kind: "button-quiet" }), button(t("lock"), () => lock(), { kind: "button-quiet", symbol: "lock" })),
  );
}

/** The newest cases that can be opened; older ones when asked for. Lists of which nothing opens are passed over. */
async function caseList() {
  const list = h("ul", { class: "stack-s" });
  const foot = h("div", {});
  const add = async (cases, more) => {
    const found = await openedCases(desk, cases);
    list.append(...found.map((one) => caseRow(one)));
    const next = async () => {
      const older = await desk.get(`perkara?dari=${more}`);
      await add(older.cases, older.more);
    };
    if (!found.length && more) {
      await next();
      return;
    }
    foot.replaceChildren(...(list.children.length ? [] : [h("p", { class: "muted" }, t("cases_none"))]), ...(more ? [button(t("cases_older"), next, { kind: "button-secondary" })] : []));
  };
  await add(desk.state.cases, desk.state.more);
  return h("section", { class: "stack-s" }, h("h2", {}, t("cases")), list, foot);
}

function caseRow(one) {
  const late = one.due_on && !one.closed_on && one.due_on < desk.state.today;
  const text = one.first ? Object.values(one.first.answers)[0] || "" : t(one.by_form ? "cases_from_form" : "bad_letter", { n: 1 });
  return h(
    "li", { class: "card" },
    h("p", { class: "row" }, h("span", { class: "tag tag-info" }, t(`state_${one.state}`)), late ? h("span", { class: "tag tag-danger" }, t("overdue")) : null, h("span", { class: "muted small" }, `${t("received_on")} ${day(one.received_on)}`)),
    h("p", { class: "typed clipped" }, text),
    button(t("open"), () => caseView(desk, one.case, home), { kind: "button-secondary button-small", "aria-label": `${t("open")}: ${t("received_on")} ${day(one.received_on)}` }),
  );
}

async function refreshed(text) {
  await fetchState();
  await home(text);
}

function formerKeys() {
  const former = desk.state.me.former.filter((one) => !desk.older.some((key) => key.box === one.box));
  if (!former.length) return null;
  const next = async () => {
    for (const one of former) {
      const secret = await unwrap(one.wrapped, valueOf("lama"));
      if (secret) desk.older.push(keyholderKeys(secret));
    }
    if (!desk.older.length) throw new Wrong({ lama: t("unlock_wrong") });
    await home();
  };
  return h("details", { class: "details" }, h("summary", {}, t("former_key")), form(next, field("lama", t("passphrase"), { type: "password" }), submit(t("unlock"))));
}

async function addPasskey() {
  if (!desk.state.me.proved) {
    proveAgain("add_passkey", begin);
    return;
  }
  const made = await makePasskey(desk.state.me.id, desk.state.me.title);
  if (!made) throw new Refused(t("passkey_none"), 422);
  await desk.post("kunci", { passkey: { ...wrapWith(made.secret, desk.secret), credential: b64(made.credential), salt: b64(made.salt) } });
  await refreshed(t("passkey_added"));
}

function lock(why = "") {
  Object.assign(desk, { keys: null, secret: null, older: [], view: null });
  unlock(why);
}

/** Nobody is there: lock. A reply that was begun waits, sealed for its writer. */
function rest() {
  const { keys, view } = desk;
  const begun = view && begunReply(view);
  const unsent = begun && (begun.text || begun.files.length || begun.move);
  if (unsent) desk.rested = sealText(JSON.stringify(begun.text), [keys.box]).then((sealed) => ({ id: view.id, begun: { ...begun, text: "" }, sealed }));
  else if (view || !desk.rested) desk.rested = Promise.resolve(null); // else: one that waits already, for its case could not be fetched
  lock(`${t("idle", { n: IDLE_MINUTES })} ${unsent ? t("idle_reply") : ""}`);
}

/** What the site says after a while. A login that has ended can be made anew beside this window, which keeps the reply. */
async function freshState() {
  try {
    await fetchState();
  } catch (error) {
    if (error instanceof Refused && (error.status === 403 || error.status === 401)) throw new Refused(t("idle_login"), error.status);
    throw error;
  }
}

/** Where the desk was when it locked itself. */
async function goOn() {
  const rested = await desk.rested;
  if (!rested) {
    desk.rested = null;
    await home();
    return;
  }
  const text = JSON.parse(decoder.decode(await plainOf(rested.sealed, desk.keys.identity)));
  try {
    await caseView(desk, rested.id, home, "", { ...rested.begun, text });
  } catch (error) {
    if (!(error instanceof Refused && error.status === 404)) throw error;
    await home(error.message); // the case has been erased meanwhile
  }
  desk.rested = null;
}

watchIdle(() => desk.keys, rest);
begin();
