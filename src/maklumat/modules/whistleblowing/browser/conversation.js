// A case as its letters, however sealed: for the reporter's mailbox and for the desk.
import { SLOTS, unb64 } from "./bytes.js";
import { BadLetter, letterId, open, plainOf } from "./letters.js";

/**
 * Open the letters of a case in their order. ``signers``: everybody who has or had a key ({id, title, sign}), by each of them; ``mailbox``: whose signature the reporter's
 * letters bear (b64), or null to take it from the first letter. Returns {letters, first, readers (ids), bad (how many)}.
 */
export async function readCase(facts, identity, signers, mailbox = null) {
  const by = grouped(signers);
  const seen = new Set();
  const found = { letters: [], first: null, readers: [], bad: 0 };
  for (const letter of facts.letters) {
    const signs = (content) => signerOf(content, letter, found, by, mailbox);
    try {
      const content = await open({ header: unb64(letter.header), payload: unb64(letter.payload) }, identity, { case: facts.case, seen, signs });
      if (content.kind === "report") {
        found.first = content;
        found.readers = [...content.to];
      }
      if (content.kind === "added" && !found.readers.includes(content.keyholder)) found.readers.push(content.keyholder);
      found.letters.push({ ...letter, content });
    } catch (error) {
      if (!(error instanceof BadLetter)) throw error;
      found.bad += 1;
    }
  }
  return found;
}

function grouped(signers) {
  const found = new Map();
  for (const one of signers) found.set(one.id, [...(found.get(one.id) || []), one]);
  return found;
}

/** Whose signature a letter must bear; null when who it says to be may not write it. */
function signerOf(content, letter, found, holders, mailbox) {
  if (content.from === "reporter") {
    if (letter.sender !== "reporter" || !["report", "word"].includes(content.kind)) return null;
    if (content.kind === "report") return found.first || !content.to?.length || (mailbox && content.mailbox !== mailbox) ? null : content.mailbox;
    return found.first?.mailbox ?? null;
  }
  if (letter.sender !== "office" || !["reply", "added"].includes(content.kind) || !found.readers.includes(content.from)) return null;
  return (holders.get(content.from) || []).map((one) => one.sign);
}

/** The question that an answer belongs to, in the reader's language; its name where no version has it any more. */
export function questionOf(state, version, name, language) {
  const sets = [state.questions, ...state.of_units];
  const found = [...sets.filter((one) => one.version === version), ...sets].flatMap((one) => one.items).find((one) => one.name === name);
  return found?.[language] || name;
}

/** Who a letter of a case is for: its readers, the recovery key, the reporter. */
export function boxesFor(readers, state, reporterBox) {
  const own = state.keyholders.filter((one) => one.duty === "recipient" && readers.includes(one.id)).map((one) => one.box);
  const found = [...own, ...(state.recovery ? [state.recovery.box] : []), ...(reporterBox ? [reporterBox] : [])];
  if (found.length > SLOTS) throw new Error("too many readers");
  return found;
}

/** What every letter says of itself. */
export function letterOf(kind, caseId, from, today, more) {
  return { v: 1, id: letterId(), case: caseId, kind, from, day: today, text: "", files: [], ...more };
}

/** The text of an age file from a form, and whether it is text. */
export async function readForm(letter, identity) {
  const plain = await plainOf({ header: unb64(letter.header), payload: unb64(letter.payload) }, identity);
  let text = null;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(plain).replace(/\n+$/, "");
    if (/[\u0000-\u0008]/.test(text)) text = null;
  } catch {
    text = null;
  }
  return { blob: new Blob([plain]), text };
}

