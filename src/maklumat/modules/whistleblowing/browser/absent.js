// Kinds of age keys that Lapor Aman has no use for (P-256 tags, post-quantum hybrids). The age package asks for them only when it meets such a key, and
// everything here is written to X25519 keys; left out of the page, they halve what a phone has to fetch.
export const MLKEM768P256 = null;
export const MLKEM768X25519 = null;
export const p256 = null;
