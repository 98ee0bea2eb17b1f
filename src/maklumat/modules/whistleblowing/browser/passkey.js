// A passkey as the second way to a key (WebAuthn PRF): the authenticator derives 32 bytes that open what is wrapped; it tells nobody else.
import { encoder, random, unb64 } from "./bytes.js";

export function hasPasskeys() {
  return typeof PublicKeyCredential !== "undefined" && !!navigator.credentials;
}

/** {credential, salt, secret} of a new passkey, or null where the device cannot derive secrets. */
export async function makePasskey(id, name) {
  const salt = random(32);
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: random(32),
      rp: { name: "Lapor Aman" },
      user: { id: encoder.encode(id), name, displayName: name },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -8 }, { type: "public-key", alg: -257 }],
      authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
      extensions: { prf: { eval: { first: salt } } },
    },
  });
  const told = made.getClientExtensionResults().prf;
  if (!told?.enabled && !told?.results) return null;
  const credential = new Uint8Array(made.rawId);
  const secret = told.results?.first ? new Uint8Array(told.results.first) : await derived(credential, salt);
  return secret ? { credential, salt, secret } : null;
}

/** The secret of a passkey that was made before. */
export function askPasskey({ credential, salt }) {
  return derived(unb64(credential), unb64(salt));
}

async function derived(credential, salt) {
  const got = await navigator.credentials.get({
    publicKey: { challenge: random(32), allowCredentials: [{ type: "public-key", id: credential }], userVerification: "required", extensions: { prf: { eval: { first: salt } } } },
  });
  const found = got.getClientExtensionResults().prf?.results?.first;
  return found ? new Uint8Array(found) : null;
}
