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
export async function openedCases(desk, cases) {
  const found = [];
  for (const one of cases) {
    const header = unb64(one.header);
    const identity = await identityFor(desk, header);
    if (!identity) continue;
    found.push({ ...one, first: one.by_form ? null : await firstOf(desk, one, header, identity) });
  }
  return found;
}

/** All cases there are, a list at a time. */
export async function* everyCase(desk) {
  let { cases, more } = desk.state;
  for (;;) {
    yield* cases;
    if (!more) return;
    ({ cases, more } = await desk.get(`perkara?dari=${more}`));
  }
}

async function firstOf(desk, one, header, identity) {
  const signs = (content) => (content.from === "reporter" && content.kind === "report" ? content.mailbox : null);
  try {
    const payload = one.payload ?? (await desk.get(`perkara/${one.id}?awal`)).letters[0].payload; // long ones do not come with the list
    return await open({ header, payload: unb64(payload) }, identity, { case: one.case, seen: new Set(), signs });
  } catch (error) {
    if (error instanceof BadLetter) return null;
    throw error;
  }
}
