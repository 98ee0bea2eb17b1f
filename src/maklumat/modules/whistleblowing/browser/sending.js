// What goes over the network: JSON, sealed bytes, nothing else; no cookie but at the desk, no address of another page.
import { sha256 } from "@noble/hashes/sha2.js";
import { b64, encoder, hex, joined, random } from "./bytes.js";
import { sealFile } from "./files.js";
import { strip } from "./strip.js";

const PLAIN = { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
const WAITS = [500, 1500, 4000, 8000, 15000]; // milliseconds between tries

export class Refused extends Error {
  constructor(message, status, answer) {
    super(message);
    this.status = status;
    this.answer = answer;
  }
}

export class Unreached extends Error {}

let root = "";

/** An address of the site, from wherever this page was opened. */
export function at(path) {
  return root + path;
}

/** Where the site is, for a copy of the page that was opened from a disk. */
export function speakTo(address) {
  root = address;
}

const pause = (time) => new Promise((done) => setTimeout(done, time));

/** One request, tried again while the network is away. Throws Refused, Unreached. */
export async function call(path, options = {}) {
  for (let tried = 0; ; tried += 1) {
    let response;
    try {
      response = await fetch(`${root}/lapor-aman/${path}`, { ...PLAIN, ...options });
    } catch {
      if (tried === WAITS.length) throw new Unreached();
      await pause(WAITS[tried]);
      continue;
    }
    if (response.ok) return options.raw ? response : response.json();
    if (response.status >= 500 && tried < WAITS.length) {
      await pause(WAITS[tried]);
      continue;
    }
    const answer = await response.json().catch(() => ({}));
    throw new Refused(answer.error || `HTTP ${response.status}`, response.status, answer);
  }
}

export function post(path, body, options = {}) {
  return call(path, { ...options, method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", ...options.headers } });
}

/** A counter that fits: a moment of this device's time, so that a flood is dear. */
export async function work({ challenge, bits }, what) {
  const head = encoder.encode(`${challenge}:${what}:`);
  for (let counter = 0; ; counter += 1) {
    const found = sha256(joined(head, encoder.encode(String(counter))));
    const view = new DataView(found.buffer, found.byteOffset);
    if (bits === 0 || view.getUint32(0) >>> (32 - bits) === 0) return { challenge, counter: String(counter) };
    if (counter % 4096 === 4095) await pause(0); // let the page breathe
  }
}

export async function freshWork(what) {
  return work((await call("keadaan.json")).work, what);
}

/** What a letter becomes on the way. */
export function sealedLetter(letter, files, request = b64(random(16))) {
  return { request, header: b64(letter.header), payload: b64(letter.payload), files };
}

/** Send a letter with its work, which is done for this letter under this id: it cannot be used for another. */
export async function postWithWork(path, letter, body, options = {}) {
  return post(path, { ...body, work: await freshWork(`${digestOf(letter)}-${body.request}`) }, options);
}

export function digestOf(letter) {
  return hex(sha256(joined(letter.header, letter.payload)));
}

/**
 * Clean, seal and send a file in parts; goes on where it was when the network comes back.
 * ``choice``: {file, clean (of strip, or to be done), original}; ``n``: which it is, for the name of a cleaned picture: the name it had tells things, too.
 * Returns {told: what the letter says of it, sent: {id, key}}.
 */
export async function upload(choice, most, n, progress = () => {}) {
  const { blob, stripped, kind } = choice.original ? { blob: choice.file, stripped: false } : choice.clean || (await strip(choice.file));
  const sealed = await sealFile(blob);
  const key = b64(random(16));
  const { id } = await post("unggah", { length: sealed.length, key, work: await freshWork(`upload-${sealed.length}-${key}`) });
  const opened = { id, key };
  let offset = 0;
  for await (const part of parts(sealed.stream, most)) {
    await sendPart(opened, offset, part);
    offset += part.length;
    progress(offset / sealed.length);
  }
  const told = { id, name: kind ? `foto-${n}.${kind}` : choice.file.name, type: choice.file.type, size: blob.size, length: sealed.length, sha256: sealed.digest(), identity: sealed.identity, original: !stripped };
  return { told, sent: opened };
}

/** A part goes again until the server says that it is there; what it has of it already is not sent twice. */
async function sendPart(opened, offset, part) {
  const headers = { "X-Key": opened.key };
  let at = offset;
  while (at < offset + part.length) {
    try {
      const answer = await call(`unggah/${opened.id}?offset=${at}`, { method: "PUT", body: part.subarray(at - offset), headers });
      at = answer.received;
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 409) throw error;
      at = error.answer.received;
    }
    if (!(at >= offset)) throw new Refused("", 409, {});
  }
}

async function* parts(stream, most) {
  const reader = stream.getReader();
  let held = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (value) {
      held.push(value);
      size += value.length;
    }
    while (size >= most || (done && size)) {
      const whole = joined(...held);
      const part = whole.subarray(0, most);
      held = whole.length > most ? [whole.slice(most)] : [];
      size = whole.length - part.length;
      yield part;
    }
    if (done) return;
  }
}
