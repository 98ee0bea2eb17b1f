// Recovery: a key that exists in five shares; three custodians, after a wait in everybody's sight, bring it back for once.
import { Decrypter, Encrypter } from "age-encryption";
import { combine, split } from "shamir-secret-sharing";
import { b64, encoder, random, unb64 } from "./bytes.js";
import { everyCase } from "./cases.js";
import { boxesFor, headersFor, letterOf, readCase } from "./conversation.js";
import { button, day, h, lead, moment, notice, t } from "./dom.js";
import { recoveryKeys, signed } from "./keys.js";
import { BadLetter, opens, seal } from "./letters.js";
import { print } from "./proofs.js";
import { Refused, sealedLetter } from "./sending.js";

const SHARES = 5;
const NEEDED = 3;

async function sealedFor(box, bytes) {
  const age = new Encrypter();
  age.addRecipient(box);
  return b64(await age.encrypt(bytes));
}

async function openedBy(identity, text) {
  const age = new Decrypter();
  age.addIdentity(identity);
  return age.decrypt(unb64(text));
}

/** What the desk shows of it. ``done(text)``: fetches everything again and says what happened. */
export function recoverySection(desk, done) {
  const { state } = desk;
  const recipient = state.me.duty === "recipient";
  const custodians = state.keyholders.filter((one) => one.duty === "custodian");
  const asked = state.recoveries.some((one) => one.mine);
  const make = custodians.length >= SHARES ? button(t("recovery_make"), async () => { await makeKey(desk, custodians.slice(0, SHARES)); await done(t("recovery_made")); }, { kind: "button-secondary" }) : h("p", { class: "hint" }, t("recovery_few", { n: custodians.length }));
  return h(
    "section", { class: "stack-s" },
    h("h2", {}, t("recovery")),
    state.recovery ? h("p", {}, t("recovery_since", { day: day(state.recovery.since) })) : state.recoveryFresh ? notice("info", h("p", {}, t("recovery_fresh"))) : notice("warning", h("p", {}, t("recovery_none"))),
    state.recoveries.map((one) => requestCard(desk, one, done)),
    !recipient && !state.recoveries.length ? h("p", { class: "muted" }, t("custodian_none")) : null,
    recipient ? null : h("div", { class: "buttons" }, make),
    recipient ? h("div", { class: "buttons" }, state.recovery && !asked ? button(t("recovery_ask"), async () => { await desk.post("pemulihan", {}); await done(t("recovery_asked")); }, { kind: "button-quiet" }) : null) : null,
    recipient && state.recovery && !asked ? h("p", { class: "hint" }, t("recovery_ask_lead", { hours: state.recovery_hours })) : null,
  );
}

async function makeKey(desk, custodians) {
  const secret = random(32);
  const shares = await split(secret, SHARES, NEEDED);
  const sealed = await Promise.all(custodians.map(async (one, n) => ({ custodian: one.id, sealed: await sealedFor(one.box, shares[n]) })));
  await desk.post("pemulihan/kunci", { box: recoveryKeys(secret).box, shares: sealed });
  secret.fill(0);
}

function requestCard(desk, one, done) {
  const custodian = desk.state.me.duty === "custodian";
  const act = (what, text) => async () => { await desk.post(`pemulihan/${one.id}`, what()); await done(text); };
  // Whom a share is sealed for is read from the ledger, not from what the site says of the request.
  const asker = desk.state.keyholders.find((each) => each.id === one.asker_id && each.duty === "recipient");
  const release = async () => {
    const share = await openedBy(desk.keys.identity, one.share);
    await desk.post(`pemulihan/${one.id}`, { do: "release", sealed: await sealedFor(asker.box, share) });
    await done(t("recovery_released"));
  };
  const progress = h("p", { role: "status", class: "hint" });
  const use = async () => {
    const { n, failed } = await recover(desk, one, (text) => { progress.textContent = text; });
    await done(failed ? t("recovery_done_but", { n, failed }) : t("recovery_done", { n }));
  };
  return h(
    "div", { class: "card" },
    lead(t("recovery_of", { asker: asker?.title ?? one.asker, n: one.so_far, needed: NEEDED, opens: moment(one.opens_at) })),
    one.mine ? h("p", {}, t("recovery_print_own", { print: print(desk.keys.box) })) : asker ? h("p", {}, t("recovery_print", { print: print(asker.box) })) : notice("warning", h("p", {}, t("recovery_unproven"))),
    h(
      "div", { class: "buttons" },
      custodian && one.share && one.open && !one.given && asker ? button(t("recovery_release"), release, { symbol: "key-round" }) : null,
      custodian && one.so_far < NEEDED ? button(t("recovery_refuse"), act(() => ({ do: "refuse" }), t("recovery_refused")), { kind: "button-secondary" }) : null,
      one.mine && one.so_far >= NEEDED ? button(t("recovery_use"), use, { symbol: "key-round" }) : null,
      one.mine && one.so_far < NEEDED ? button(t("recovery_cancel"), act(() => ({ do: "refuse" }), t("recovery_refused")), { kind: "button-quiet" }) : null,
    ),
    progress,
  );
}

/** The recovery identity: of three shares that fit each other. A custodian's false one is passed over. Throws. */
async function broughtBack(desk, request) {
  const shares = [];
  for (const one of request.released) {
    const share = await openedBy(desk.keys.identity, one).catch(() => null);
    if (share) shares.push(share);
  }
  for (let a = 0; a < shares.length; a += 1) {
    for (let b = a + 1; b < shares.length; b += 1) {
      for (let c = b + 1; c < shares.length; c += 1) {
        const found = await combine([shares[a], shares[b], shares[c]]).then(recoveryKeys).catch(() => null);
        if (found?.box === request.key) return found.identity;
      }
    }
  }
  throw new Refused(t("recovery_unfit"), 422);
}

/** Bring the recovery key back, let the asker into every case it opens, and end it. How many cases, and how many would not. */
async function recover(desk, request, progress) {
  const identity = await broughtBack(desk, request);
  const me = desk.state.me.id;
  let n = 0;
  let failed = 0;
  let looked = 0;
  for await (const one of everyCase(desk)) {
    progress(t("recovery_working", { n: (looked += 1) }));
    if (one.by_form || (await opens(unb64(one.header), desk.keys.identity)) || !(await opens(unb64(one.header), identity))) continue;
    try {
      n += await letIn(desk, one.id, identity, me);
    } catch (error) {
      if (!(error instanceof BadLetter || (error instanceof Refused && error.status < 500))) throw error;
      failed += 1; // one broken case does not keep the others closed
    }
  }
  await desk.post(`pemulihan/${request.id}`, { do: "finish" });
  return { n, failed };
}

async function letIn(desk, id, identity, me) {
  const facts = await desk.get(`perkara/${id}`);
  const identities = [identity, ...[desk.keys, ...desk.older].map((one) => one.identity)]; // what was written after the loss is for the new key
  const found = await readCase(facts, identities, desk.state.signers);
  if (!found.first || !found.readers.includes(me)) return 0; // who was excluded by the reporter stays out, whatever this key could open
  const boxes = boxesFor([...new Set([...found.readers, me])], desk.state, found.first.box);
  const headers = await headersFor(facts, identities, boxes);
  const letter = await seal(letterOf("added", facts.case, me, desk.state.today, { keyholder: me }), desk.keys.seed, boxes);
  const text = JSON.stringify({ do: "share", headers, letter: sealedLetter(letter, []) });
  const message = encoder.encode(`maklumat lapor-aman v1 act\n${id}\n${facts.revision}\n${text}`);
  await desk.post(`perkara/${id}/langkah`, { act: text, signature: b64(signed(message, unb64(found.first.handler))) });
  return 1;
}

