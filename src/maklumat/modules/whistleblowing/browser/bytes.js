// Small things about bytes. Nothing here or below reads the page or the network but what says so.
export const encoder = new TextEncoder();
export const decoder = new TextDecoder("utf-8", { fatal: true });
export const SLOTS = 8;
export const LEAST = 2048;

export function random(n) {
  return crypto.getRandomValues(new Uint8Array(n));
}

export function b64(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

export function unb64(text) {
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

export function hex(bytes) {
  return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
}

export function unhex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error("not hex");
  return Uint8Array.from(text.match(/../g) || [], (one) => parseInt(one, 16));
}

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of parts) {
    whole.set(one, at);
    at += one.length;
  }
  return whole;
}

export function same(a, b) {
  if (a.length !== b.length) return false;
  let found = 0;
  for (let i = 0; i < a.length; i += 1) found |= a[i] ^ b[i];
  return found === 0;
}

export function isZero(bytes) {
  let found = 0;
  for (const one of bytes) found |= one;
  return found === 0;
}

/** Sizes leak at most log log bits (Padmé). Works beyond 32 bits, as files do. */
export function padme(size) {
  if (size < 2) return size;
  const e = Math.floor(Math.log2(size));
  const s = e === 0 ? 0 : Math.floor(Math.log2(e)) + 1;
  const step = 2 ** Math.max(0, e - s);
  return Math.ceil(size / step) * step;
}

/** A uuid by chance (version 4). */
export function uuid() {
  const raw = random(16);
  raw[6] = (raw[6] & 15) | 64;
  raw[8] = (raw[8] & 63) | 128;
  return hex(raw).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** In an order by chance. */
export function shuffled(list) {
  const found = [...list];
  for (let i = found.length - 1; i > 0; i -= 1) {
    const j = below(i + 1);
    [found[i], found[j]] = [found[j], found[i]];
  }
  return found;
}

function below(n) {
  const most = Math.floor(2 ** 32 / n) * n;
  for (;;) {
    const [one] = crypto.getRandomValues(new Uint32Array(1));
    if (one < most) return one % n;
  }
}
