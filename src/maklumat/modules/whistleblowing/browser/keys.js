// Receipts and keys: everything that is secret is made here and stays here.
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { argon2idAsync } from "@noble/hashes/argon2.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bech32 } from "@scure/base";
import { b64, encoder, random, unb64 } from "./bytes.js";

const SALT = encoder.encode("maklumat lapor-aman v1");
const WRAP = encoder.encode("maklumat lapor-aman v1 key");
const COST = { t: 3, m: 65536, p: 1 };

export function derive(secret, info) {
  return hkdf(sha256, secret, SALT, encoder.encode(info), 32);
}

/** Sixteen bytes as twelve words, the last of which holds four bits of their hash. */
export function toWords(entropy, list) {
  const bits = Array.from([...entropy, sha256(entropy)[0]], (one) => one.toString(2).padStart(8, "0")).join("");
  return Array.from({ length: 12 }, (_none, i) => list[parseInt(bits.slice(i * 11, i * 11 + 11), 2)]);
}

/** The other way; null for words that are not in the list or do not fit each other. */
export function fromWords(words, list) {
  const numbers = words.map((one) => list.indexOf(one));
  if (numbers.length !== 12 || numbers.includes(-1)) return null;
  const bits = numbers.map((one) => one.toString(2).padStart(11, "0")).join("");
  const entropy = Uint8Array.from({ length: 16 }, (_none, i) => parseInt(bits.slice(i * 8, i * 8 + 8), 2));
  return sha256(entropy)[0] >> 4 === parseInt(bits.slice(128), 2) ? entropy : null;
}

/** What somebody typed as words: any case, any space between. */
export function readWords(text) {
  return text.toLowerCase().replace(/[^a-z]+/g, " ").trim().split(" ").filter(Boolean);
}

function bech(prefix, bytes) {
  return bech32.encodeFromBytes(prefix, bytes);
}

/** Identity and recipient as age writes them, of 32 secret bytes. */
export function ageKeys(secret) {
  return { identity: bech("AGE-SECRET-KEY-", secret).toUpperCase(), box: bech("age", x25519.getPublicKey(secret)) };
}

/** The public bytes of an age1… recipient. Throws. */
export function boxBytes(box) {
  const { prefix, bytes } = bech32.decodeToBytes(box);
  if (prefix !== "age" || bytes.length !== 32) throw new Error("not an X25519 recipient");
  return bytes;
}

/** A key that nobody has: for the stanzas that stand for no reader. */
export function nobody() {
  return bech("age", x25519.getPublicKey(random(32)));
}

function pair(secret, box, sign) {
  const seed = derive(secret, sign);
  return { ...ageKeys(derive(secret, box)), seed, sign: b64(ed25519.getPublicKey(seed)) };
}

/** identity, box, seed, sign of a reporter: all from the twelve words. */
export function reporterKeys(entropy) {
  return pair(entropy, "box", "sign");
}

/** The same of a recipient or custodian. */
export function keyholderKeys(secret) {
  return pair(secret, "keyholder box", "keyholder sign");
}

/** The recovery key, of the secret that custodians hold in shares. */
export function recoveryKeys(secret) {
  return ageKeys(derive(secret, "recovery box"));
}

export function signed(message, seed) {
  return ed25519.sign(message, seed);
}

export function holds(signature, message, sign) {
  try {
    return ed25519.verify(signature, message, typeof sign === "string" ? unb64(sign) : sign);
  } catch {
    return false;
  }
}

/** The secret under a passphrase. ``progress`` gets a share between 0 and 1. */
export async function wrap(secret, passphrase, progress = () => {}) {
  const salt = random(16);
  const nonce = random(12);
  const key = await fromPassphrase(passphrase, salt, COST, progress);
  return { kdf: "argon2id", ...COST, salt: b64(salt), nonce: b64(nonce), sealed: b64(chacha20poly1305(key, nonce, WRAP).encrypt(secret)) };
}

/** The secret again; null for another passphrase. */
export async function unwrap(wrapped, passphrase, progress = () => {}) {
  if (wrapped.kdf !== "argon2id" || wrapped.t < COST.t || wrapped.m < COST.m) return null; // a server may not make it cheap to guess
  const key = await fromPassphrase(passphrase, unb64(wrapped.salt), wrapped, progress);
  return opened(key, wrapped);
}

function fromPassphrase(passphrase, salt, { t, m, p }, progress) {
  return argon2idAsync(encoder.encode(passphrase.normalize("NFKC")), salt, { t, m, p, dkLen: 32, onProgress: progress, asyncTick: 20 });
}

/** The same under what a passkey derives (WebAuthn PRF): 32 bytes that never leave the key's device otherwise. */
export function wrapWith(raw, secret) {
  const nonce = random(12);
  return { nonce: b64(nonce), sealed: b64(chacha20poly1305(derive(raw, "passkey"), nonce, WRAP).encrypt(secret)) };
}

export function unwrapWith(raw, wrapped) {
  return opened(derive(raw, "passkey"), wrapped);
}

function opened(key, { nonce, sealed }) {
  try {
    return chacha20poly1305(key, unb64(nonce), WRAP).decrypt(unb64(sealed));
  } catch {
    return null;
  }
}

