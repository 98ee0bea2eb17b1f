// A case as its letters, however sealed: for the reporter's mailbox and for the desk.
import { ed25519 } from "@noble/curves/ed25519.js";
import { SLOTS, b64, unb64 } from "./bytes.js";
import { BadLetter, letterId, open, opens, plainOf, rewrap } from "./letters.js";
import { MOST_READERS } from "./shapes.js";

/**
 * Open the letters of a case in their order. ``identities``: one, or several of which each letter is tried with the one that it is for; ``signers``: everybody who has or had a key ({id, title, sign}), by each of them; ``mailbox``: whose signature the reporter's
 * letters bear (b64), or null to take it from the first letter. Returns {letters, first, readers (ids), bad (how many)}.
 */
export async function readCase(facts, identities, signers, mailbox = null) {
  const by = grouped(signers);
  const seen = new Set();
  const found = { letters: [], first: null, readers: [], bad: 0 };
  for (const letter of facts.letters) {
    const signs = (content) => signerOf(content, letter, found, by, mailbox);
    try {
      const identity = await identityOf(unb64(letter.header), [identities].flat());
      const content = await open({ header: unb64(letter.header), payload: unb64(letter.payload) }, identity, { case: facts.case, seen, signs });
      if (content.kind === "report") {
        if (facts.handler && facts.handler !== handlerOf(content)) throw new BadLetter("acts on this case cannot be signed");
        found.first = content;
        found.readers = [...content.to];
      }
      if (content.kind === "added" && by.has(content.keyholder) && found.readers.length < MOST_READERS && !found.readers.includes(content.keyholder)) found.readers.push(content.keyholder);
      found.letters.push({ ...letter, content });
    } catch (error) {
      if (!(error instanceof BadLetter)) throw error;
      found.bad += 1;
    }
  }
  return found;
}

/** The first of these that a header is for; the first of all when it is for none. */
export async function identityOf(header, identities) {
  if (identities.length > 1) {
    for (const one of identities) if (await opens(header, one)) return one;
  }
  return identities[0];
}

/** New headers for the letters of a case, so that these boxes can read. One that none of the identities opens stays as it is: it must not keep the others closed. */
export async function headersFor(facts, identities, boxes) {
  const found = {};
  for (const one of facts.letters) {
    const header = unb64(one.header);
    const identity = await identityOf(header, identities);
    found[one.id] = (await opens(header, identity)) ? b64(await rewrap(header, identity, boxes)) : one.header;
  }
  return found;
}

function handlerOf(content) {
  return b64(ed25519.getPublicKey(unb64(content.handler)));
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

/** Those of a case's readers who can be written to now: their key is in the ledger, and they have the task. */
export function readersNow(readers, state) {
  return state.keyholders.filter((one) => one.duty === "recipient" && readers.includes(one.id));
}

/** Who a letter of a case is for: its readers, the recovery key, the reporter. */
export function boxesFor(readers, state, reporterBox) {
  const own = readersNow(readers, state).map((one) => one.box);
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

