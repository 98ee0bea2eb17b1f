// Which cases this key opens: tried here, one after the other; the server does not know.
import { unb64 } from "./bytes.js";
import { BadLetter, open, opens } from "./letters.js";

/** The identity that opens a header, of the present key or a former one; null. */
export async function identityFor(desk, header) {
  for (const keys of [desk.keys, ...desk.older]) {
    if (await opens(header, keys.identity)) return keys.identity;
  }
  return null;
}

/** The cases this keyholder can open, newest first, each with its first letter (null for age files of a form). */
export async function openedCases(desk) {
  const found = [];
  for (const one of desk.state.cases) {
    const header = unb64(one.header);
    const identity = await identityFor(desk, header);
    if (!identity) continue;
    found.push({ ...one, first: one.by_form ? null : await firstOf(one, header, identity) });
  }
  return found;
}

async function firstOf(one, header, identity) {
  const signs = (content) => (content.from === "reporter" && content.kind === "report" ? content.mailbox : null);
  try {
    return await open({ header, payload: unb64(one.payload) }, identity, { case: one.case, seen: new Set(), signs });
  } catch (error) {
    if (error instanceof BadLetter) return null;
    throw error;
  }
}
