// Choosing files to send, and what of each goes along.
import { button, check, h, size, t } from "./dom.js";
import { strip } from "./strip.js";

/** The list of chosen files, with a choice for each; ``again`` draws it anew. Pictures are cleaned when they are chosen, so that the list says what is true. */
export function chooser(chosen, most, again) {
  const pick = h("input", { type: "file", id: "berkas", multiple: true, "aria-describedby": "berkas-hint" });
  pick.addEventListener("change", async () => {
    const files = Array.from(pick.files);
    pick.disabled = true;
    const cleaned = await Promise.all(files.map((file) => strip(file)));
    chosen.push(...files.map((file, n) => ({ file, clean: cleaned[n], original: false })));
    again();
  });
  const rows = chosen.map((one, n) =>
    h(
      "li",
      { class: "file" },
      h("div", { class: "file-name" }, one.file.name),
      h("div", { class: "file-meta" }, `${size(one.file.size)} · ${one.clean.kind && !one.original ? t("cleaned") : t("as_is")}`),
      one.clean.kind ? check(`asli-${n}`, t("original"), one.original, { onchange: (on) => { chosen[n] = { ...one, original: on }; again(); } }) : null,
      button(t("remove"), () => { chosen.splice(n, 1); again(); }, { kind: "button-quiet button-small", symbol: "trash-2", "aria-label": t("remove_file", { n: n + 1 }) }),
    ),
  );
  return h("div", { class: "stack-s" }, h("div", { class: "field" }, h("label", { class: "field-label", for: "berkas" }, t("files_label")), h("p", { class: "hint", id: "berkas-hint" }, t("files_hint", { n: most })), pick), rows.length ? h("ul", { class: "stack-s" }, rows) : null);
}
