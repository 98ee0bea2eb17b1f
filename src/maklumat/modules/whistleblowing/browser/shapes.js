// What a letter has to be before anything of it is used: whoever wrote it may mean harm, and one bad letter must not close the desk.
import { unb64 } from "./bytes.js";
import { boxBytes } from "./keys.js";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const MOST_READERS = 6;
const MOST_FILES = 12;
const MOST_LEFT_OUT = 100;

const text = (one) => typeof one === "string";
const whole = (one) => Number.isSafeInteger(one) && one >= 0;

function file(one) {
  return !!one && UUID.test(one.id) && text(one.name) && text(one.type) && text(one.identity) && whole(one.size) && whole(one.length) && /^[0-9a-f]{64}$/.test(one.sha256);
}

function key(one) {
  return text(one) && one.length === 43 && unb64(one).length === 32;
}

function report(one) {
  const answers = one.answers;
  return (
    key(one.mailbox) && key(one.handler) && text(one.questions) && text(one.box) && !!boxBytes(one.box) &&
    Array.isArray(one.to) && one.to.length > 0 && one.to.length <= MOST_READERS && one.to.every(text) &&
    (one.not === undefined || (Array.isArray(one.not) && one.not.length <= MOST_LEFT_OUT && one.not.every(text))) &&
    !!answers && typeof answers === "object" && !Array.isArray(answers) && Object.values(answers).every(text)
  );
}

const KINDS = { report, word: () => true, reply: () => true, added: (one) => text(one.keyholder) };

/** Whether this is the content of a letter as docs/lapor-aman.md has it. */
export function isLetter(one) {
  try {
    return (
      !!one && one.v === 1 && [one.id, one.case, one.kind, one.from, one.day, one.text].every(text) && /^\d{4}-\d\d-\d\d$/.test(one.day) &&
      Array.isArray(one.files) && one.files.length <= MOST_FILES && one.files.every(file) && Object.hasOwn(KINDS, one.kind) && KINDS[one.kind](one)
    );
  } catch {
    return false;
  }
}

/** A name as it is shown: without signs that turn the direction of writing around ("exe.gpj"). */
export function plainName(name) {
  return name.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
}
