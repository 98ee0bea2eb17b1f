// The browser's own modules under Node, for volumes that a browser would take hours for. Each line of the input is a command (JSON), each line of the
// output its answer. Bundled by tests/whistleblowing/driving.py.
import { createInterface } from "node:readline";
import { Decrypter, Encrypter } from "age-encryption";
import { ed25519 } from "@noble/curves/ed25519.js";
import { b64, hex, joined, padme, random, unb64, uuid } from "../../src/maklumat/modules/whistleblowing/browser/bytes.js";
import { openedCases } from "../../src/maklumat/modules/whistleblowing/browser/cases.js";
import { boxesFor, headersFor, letterOf, readCase } from "../../src/maklumat/modules/whistleblowing/browser/conversation.js";
import { openFile, sealFile } from "../../src/maklumat/modules/whistleblowing/browser/files.js";
import { ageKeys, fromWords, keyholderKeys, reporterKeys, signed, toWords, unwrap, wrap } from "../../src/maklumat/modules/whistleblowing/browser/keys.js";
import { halves, open, rewrap, seal } from "../../src/maklumat/modules/whistleblowing/browser/letters.js";
import { proven } from "../../src/maklumat/modules/whistleblowing/browser/proofs.js";
import { call, postWithWork, sealedLetter, speakTo, upload, work } from "../../src/maklumat/modules/whistleblowing/browser/sending.js";
import { strip } from "../../src/maklumat/modules/whistleblowing/browser/strip.js";

let state = null;
let cut = () => false;
const real = globalThis.fetch;
// A line that breaks: the request is thrown away on its way, or its answer is.
globalThis.fetch = async (...given) => {
  if (cut() === "before") throw new TypeError("cut");
  const answer = await real(...given);
  if (cut() === "after") throw new TypeError("cut");
  return answer;
};

class Named extends Blob {
  constructor(bytes, name, type) {
    super([bytes], { type });
    this.name = name;
  }
}

async function begin({ site }) {
  speakTo(site);
  const told = await call("keadaan.json");
  const { holders, recovery } = proven(told);
  state = { ...told, keyholders: holders, recovery };
  return { keyholders: holders.length };
}

/** A report as the page makes it. ``files``: [{name, text or size}]. */
async function report({ text, files = [], cuts = 0 }) {
  const keys = reporterKeys(random(16));
  const handler = random(32);
  const id = uuid();
  let left = cuts;
  cut = () => (left > 0 && Math.random() < 0.4 ? ((left -= 1), Math.random() < 0.5 ? "before" : "after") : false);
  const brought = [];
  for (const [n, one] of files.entries()) {
    const bytes = one.text === undefined ? filled(one.size) : new TextEncoder().encode(one.text);
    brought.push(await upload({ file: new Named(bytes, one.name, "application/octet-stream"), original: false }, one.part || state.most.part, n + 1));
  }
  const readers = state.keyholders.filter((one) => one.duty === "recipient").map((one) => one.id);
  const content = letterOf("report", id, "reporter", state.today, {
    mailbox: keys.sign, box: keys.box, handler: b64(handler), to: readers, questions: state.questions.version, answers: { what: text }, files: brought.map((one) => one.told),
  });
  const letter = await seal(content, keys.seed, boxesFor(readers, state, keys.box));
  const body = { ...sealedLetter(letter, brought.map((one) => one.sent)), mailbox: keys.sign, case: id, handler: b64(ed25519.getPublicKey(handler)) };
  const answer = await postWithWork("kirim", letter, body);
  cut = () => false;
  return { ...answer, case: id, cuts: cuts - left, files: brought.map((one) => one.told), secret: keys.identity };
}

const block = random(65536);
function filled(size) {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += block.length) bytes.set(block.subarray(0, Math.min(block.length, size - at)), at);
  return bytes;
}

async function fetched({ path, entry }) {
  const answer = await call(path, { raw: true });
  const blob = await openFile(entry, answer.body);
  return { size: blob.size };
}

async function sealing({ content, seed, boxes }) {
  const letter = await seal(content, unb64(seed), boxes);
  return { header: b64(letter.header), payload: b64(letter.payload) };
}

async function opening({ header, payload, identity, case: id, sign }) {
  try {
    const content = await open({ header: unb64(header), payload: unb64(payload) }, identity, { case: id, seen: new Set(), signs: () => sign });
    return { content };
  } catch (error) {
    return { refused: `${error.name}: ${error.message}` };
  }
}

async function rewrapping({ header, identity, boxes }) {
  return { header: b64(await rewrap(unb64(header), identity, boxes)) };
}

async function fileSealing({ bytes }) {
  const sealed = await sealFile(new Blob([unb64(bytes)]));
  const whole = new Uint8Array(await new Response(sealed.stream).arrayBuffer());
  return { whole: b64(whole), entry: { identity: sealed.identity, length: sealed.length, sha256: sealed.digest(), size: unb64(bytes).length } };
}

async function fileOpening({ whole, entry }) {
  try {
    const blob = await openFile(entry, new Blob([unb64(whole)]).stream());
    return { bytes: b64(new Uint8Array(await blob.arrayBuffer())) };
  } catch (error) {
    return { refused: error.message };
  }
}

async function ageWriting({ bytes, box }) {
  const age = new Encrypter();
  age.addRecipient(box);
  return { whole: b64(await age.encrypt(unb64(bytes))) };
}

async function ageReading({ whole, identity }) {
  const age = new Decrypter();
  age.addIdentity(identity);
  return { bytes: b64(await age.decrypt(unb64(whole))) };
}

/** Change a letter in every way there is, so many times; how many were read all the same. */
async function mutations({ letters, identity, case: id, sign, n }) {
  let accepted = 0;
  const raw = letters.map((one) => ({ header: unb64(one.header), payload: unb64(one.payload) }));
  for (const one of letters) {
    const whole = await opening({ ...one, identity, case: id, sign });
    if (!whole.content) throw new Error(`the unchanged letter is refused: ${whole.refused}`);
  }
  const pick = (most) => Math.floor(Math.random() * most);
  for (let i = 0; i < n; i += 1) {
    const one = { header: raw[i % raw.length].header.slice(), payload: raw[i % raw.length].payload.slice() };
    const half = i % 2 ? one.header : one.payload;
    const way = pick(5);
    const at = pick(half.length);
    if (way === 0) half[at] ^= 1 << pick(8);
    else if (way === 1) one[i % 2 ? "header" : "payload"] = half.slice(0, at);
    else if (way === 2) one[i % 2 ? "header" : "payload"] = new Uint8Array([...half.slice(0, at), pick(256), ...half.slice(at)]);
    else if (way === 3) one[i % 2 ? "header" : "payload"] = raw[(i + 1) % raw.length][i % 2 ? "header" : "payload"];
    else half.set(half.slice(at, at + 16), pick(Math.max(1, half.length - 16)));
    if (same(one, raw[i % raw.length]) || same(one, raw[(i + 1) % raw.length])) continue;
    const found = await opening({ header: b64(one.header), payload: b64(one.payload), identity, case: id, sign });
    if (found.content) accepted += 1;
  }
  return { accepted };
}

const same = (a, b) => hex(a.header) === hex(b.header) && hex(a.payload) === hex(b.payload);

async function stripping({ bytes, type }) {
  const found = await strip(new Blob([unb64(bytes)], { type }));
  return { bytes: b64(new Uint8Array(await found.blob.arrayBuffer())), stripped: found.stripped };
}

const words = ({ entropy, list }) => ({ words: toWords(unb64(entropy), list) });
const entropy = ({ words: given, list }) => {
  const found = fromWords(given, list);
  return { entropy: found && b64(found) };
};
const keysOf = ({ secret, kind }) => {
  const found = kind === "reporter" ? reporterKeys(unb64(secret)) : kind === "keyholder" ? keyholderKeys(unb64(secret)) : ageKeys(unb64(secret));
  return { ...found, seed: found.seed && b64(found.seed) };
};
const wrapping = async ({ secret, passphrase }) => ({ wrapped: await wrap(unb64(secret), passphrase) });
const unwrapping = async ({ wrapped, passphrase }) => {
  const found = await unwrap(wrapped, passphrase);
  return { secret: found && b64(found) };
};
const counting = async ({ challenge, bits, what }) => work({ challenge, bits }, what);
const checking = ({ state: given, trust = null }) => {
  const { holders, signers, recovery } = proven(given, trust);
  return { holders: holders.map((one) => one.id), signers: signers.map((one) => one.sign), recovery: recovery?.id ?? null };
};
/** The list of a desk: what can be opened, and what can be opened but is no letter. */
async function listing({ cases, identity }) {
  const desk = { keys: { identity }, older: [], get: async () => ({ letters: [cases.at(-1)] }) };
  const found = await openedCases(desk, cases);
  return { found: found.map((one) => one.first?.answers ?? null) };
}
/** A case as the desk reads it with its keys, and the headers that somebody else would get. */
async function reading({ facts, identities, signers, boxes }) {
  const found = await readCase(facts, identities, signers);
  return { letters: found.letters.map((one) => one.content), readers: found.readers, bad: found.bad, first: !!found.first, headers: await headersFor(facts, identities, boxes || []) };
}
/** A letter of any plaintext, for readers who must not trust it. */
async function sealingAnything({ json, seed, boxes }) {
  const text = new TextEncoder().encode(json);
  const plain = new Uint8Array(Math.max(2048, padme(68 + text.length)));
  new DataView(plain.buffer).setUint32(0, text.length);
  plain.set(signed(joined(new TextEncoder().encode("maklumat lapor-aman v1 letter\n"), text), unb64(seed)), 4);
  plain.set(text, 68);
  const age = new Encrypter();
  for (const one of boxes) age.addRecipient(one);
  const letter = halves(await age.encrypt(plain));
  return { header: b64(letter.header), payload: b64(letter.payload) };
}

const COMMANDS = { listing, reading, sealingAnything, ageReading, ageWriting, begin, report, fetched, sealing, opening, rewrapping, fileSealing, fileOpening, mutations, stripping, words, entropy, keysOf, wrapping, unwrapping, counting, checking };

/** Many at once: {"do": "each", "of": command, "with": [arguments], "at_once": n}. */
async function each({ of, with: list, at_once: wide = 8 }) {
  const found = new Array(list.length);
  let next = 0;
  const lane = async () => {
    while (next < list.length) {
      const i = next;
      next += 1;
      found[i] = await COMMANDS[of](list[i]).catch((error) => ({ failed: `${error.name} ${error.status || ""}: ${error.message}` }));
    }
  };
  await Promise.all(Array.from({ length: wide }, lane));
  return { found };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { do: name, ...given } = JSON.parse(line);
  let answer;
  try {
    answer = await (name === "each" ? each(given) : COMMANDS[name](given));
  } catch (error) {
    answer = { failed: `${error.name} ${error.status || ""}: ${error.message}` };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
