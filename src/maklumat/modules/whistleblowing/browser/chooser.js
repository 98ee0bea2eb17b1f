// Choosing files to send, and what of each goes along.
import { button, check, h, size, t } from "./dom.js";

const isPicture = (file) => /^image\/(jpeg|png)$/.test(file.type);

/** The list of chosen files, with a choice for each; ``again`` draws it anew. */
export function chooser(chosen, most, again) {
  const pick = h("input", { type: "file", id: "berkas", multiple: true, "aria-describedby": "berkas-hint" });
  pick.addEventListener("change", () => {
    chosen.push(...Array.from(pick.files, (file) => ({ file, original: false })));
    again();
  });
  const rows = chosen.map((one, n) =>
    h(
      "li",
      { class: "file" },
      h("div", { class: "file-name" }, one.file.name),
      h("div", { class: "file-meta" }, `${size(one.file.size)} · ${isPicture(one.file) && !one.original ? t("cleaned") : t("as_is")}`),
      isPicture(one.file) ? check(`asli-${n}`, t("original"), one.original, { onchange: (on) => { one.original = on; again(); } }) : null,
      button(t("remove"), () => { chosen.splice(n, 1); again(); }, { kind: "button-quiet button-small", symbol: "trash-2", "aria-label": t("remove_file", { n: n + 1 }) }),
    ),
  );
  return h("div", { class: "stack-s" }, h("div", { class: "field" }, h("label", { class: "field-label", for: "berkas" }, t("files_label")), h("p", { class: "hint", id: "berkas-hint" }, t("files_hint", { n: most })), pick), rows.length ? h("ul", { class: "stack-s" }, rows) : null);
}
