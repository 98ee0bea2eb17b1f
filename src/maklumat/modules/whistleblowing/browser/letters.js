// Letters: sealed for eight, of whom nobody sees how many are anybody; opened only if nothing about them is wrong.
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64nopad } from "@scure/base";
import { Decrypter, Encrypter } from "age-encryption";
import { LEAST, SLOTS, b64, decoder, encoder, isZero, joined, padme, random, shuffled } from "./bytes.js";
import { boxBytes, holds, nobody, signed } from "./keys.js";
import { isLetter } from "./shapes.js";

const SIGNED = encoder.encode("maklumat lapor-aman v1 letter\n");
const HEAD = 68; // length and signature

export class BadLetter extends Error {}

/** Header and payload of an age file. */
export function halves(whole) {
  for (let at = 0; at < Math.min(whole.length, 65536); ) {
    const end = whole.indexOf(10, at);
    if (end < 0) break;
    if (whole[at] === 45 && whole[at + 1] === 45 && whole[at + 2] === 45) return { header: whole.slice(0, end + 1), payload: whole.slice(end + 1) };
    at = end + 1;
  }
  throw new BadLetter("no header");
}

function everybody(boxes) {
  const readers = [...new Set(boxes)];
  if (readers.length > SLOTS) throw new Error("too many readers");
  return shuffled([...readers, ...Array.from({ length: SLOTS - readers.length }, nobody)]);
}

/** Seal a letter. ``content``: its JSON; ``seed``: of who writes; ``boxes``: who can read. */
export async function seal(content, seed, boxes) {
  const json = encoder.encode(JSON.stringify(content));
  const plain = new Uint8Array(Math.max(LEAST, padme(HEAD + json.length)));
  new DataView(plain.buffer).setUint32(0, json.length);
  plain.set(signed(joined(SIGNED, json), seed), 4);
  plain.set(json, HEAD);
  return halves(await encrypted(plain, everybody(boxes)));
}

/** Bare text for who reads with the age tool alone: the text, then empty lines. */
export async function sealText(text, boxes) {
  const written = encoder.encode(`${text}\n`);
  const plain = new Uint8Array(Math.max(LEAST, padme(written.length))).fill(10);
  plain.set(written);
  return halves(await encrypted(plain, everybody(boxes)));
}

async function encrypted(plain, boxes) {
  const age = new Encrypter();
  for (const one of boxes) age.addRecipient(one);
  return age.encrypt(plain);
}

/** The bytes of a letter, for one of its readers. Throws BadLetter. */
export async function plainOf(letter, identity) {
  const age = new Decrypter();
  age.addIdentity(identity);
  try {
    return await age.decrypt(joined(letter.header, letter.payload));
  } catch (error) {
    throw new BadLetter(`cannot be opened: ${error.message}`);
  }
}

/** Whether this identity is among a header's readers. */
export async function opens(header, identity) {
  try {
    return await fileKey(header, identity);
  } catch {
    return null;
  }
}

/** Open a letter. ``known``: {case, seen (ids, gets this one), signs(content) → the b64 keys one of which must have signed it, or null}. Throws BadLetter. */
export async function open(letter, identity, known) {
  const plain = await plainOf(letter, identity);
  if (plain.length < LEAST) throw new BadLetter("too short");
  const length = new DataView(plain.buffer, plain.byteOffset).getUint32(0);
  const json = plain.subarray(HEAD, HEAD + length);
  if (json.length !== length || plain.length !== Math.max(LEAST, padme(HEAD + length)) || !isZero(plain.subarray(HEAD + length))) throw new BadLetter("padding");
  let content;
  try {
    content = JSON.parse(decoder.decode(json));
  } catch {
    throw new BadLetter("not JSON");
  }
  if (!isLetter(content)) throw new BadLetter("not a letter");
  if (content.case !== known.case) throw new BadLetter("of another case");
  const keys = [known.signs(content) || []].flat();
  if (!keys.some((one) => holds(plain.subarray(4, HEAD), joined(SIGNED, json), one))) throw new BadLetter("signature");
  if (known.seen.has(content.id)) throw new BadLetter("seen before");
  known.seen.add(content.id);
  return content;
}

async function fileKey(header, identity) {
  const age = new Decrypter();
  age.addIdentity(identity);
  return age.decryptHeader(header);
}

/** A new header for the same letter: others can read it, nothing else of it changes. Throws BadLetter. */
export async function rewrap(header, identity, boxes) {
  let key;
  try {
    key = await fileKey(header, identity);
  } catch (error) {
    throw new BadLetter(error.message);
  }
  const bare = encoder.encode(`age-encryption.org/v1\n${everybody(boxes).map((one) => stanza(key, one)).join("")}---`);
  const mac = hmac(sha256, hkdf(sha256, key, undefined, encoder.encode("header"), 32), bare);
  return joined(bare, encoder.encode(` ${base64nopad.encode(mac)}\n`));
}

/** One reader's X25519 stanza (age v1). */
function stanza(key, box) {
  const theirs = boxBytes(box);
  const secret = random(32);
  const share = x25519.getPublicKey(secret);
  const shared = x25519.getSharedSecret(secret, theirs);
  const wrapping = hkdf(sha256, shared, joined(share, theirs), encoder.encode("age-encryption.org/v1/X25519"), 32);
  const body = chacha20poly1305(wrapping, new Uint8Array(12)).encrypt(key);
  return `-> X25519 ${base64nopad.encode(share)}\n${base64nopad.encode(body)}\n`;
}

/** A new letter's id. */
export function letterId() {
  return b64(random(16));
}
