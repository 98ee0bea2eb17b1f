// The page: elements made one by one (nothing is ever parsed as HTML), texts by name, problems where they are.
const data = JSON.parse(document.getElementById("data").textContent);
export const words = data.words;
export const language = data.language;
export const leaveTo = data.leave;
export const trust = data.trust;
const app = document.getElementById("app");
const SVG = "http://www.w3.org/2000/svg";

/** A text by its name, with {n} and the like filled in. */
export function t(name, values = {}) {
  return (data.texts[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

/** An element. ``attributes``: properties that begin with "on" are listeners; true and false set and leave out. */
export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children.flat(3).filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Show a page: a heading that gets the focus, and what is under it. */
export function show(title, ...children) {
  const heading = h("h1", { tabindex: "-1" }, title);
  app.replaceChildren(h("div", { class: "stack" }, heading, ...children));
  document.title = `${title} – ${t("page_name")}`;
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

export function say(text) {
  document.getElementById("kabar").textContent = text;
}

export function button(text, act, { kind = "", symbol = "", ...rest } = {}) {
  const made = h("button", { type: "button", class: `button ${kind}`.trim(), ...rest }, symbol ? icon(symbol) : null, h("span", {}, text));
  made.addEventListener("click", () => guarded(made, act));
  return made;
}

/** A form that sends by ``act`` and takes nothing twice; what goes wrong is said above it. */
export function form(act, ...children) {
  const made = h("form", { class: "form", novalidate: true }, ...children);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    guarded(made, act);
  });
  return made;
}

export function submit(text, symbol = "") {
  return h("div", { class: "buttons" }, h("button", { class: "button" }, symbol ? icon(symbol) : null, h("span", {}, text)));
}

let busy = false;

/** Whether something is being done that must not be cut off. */
export function working() {
  return busy;
}

async function guarded(where, act) {
  if (busy) return;
  busy = true;
  where.setAttribute("aria-busy", "true");
  problem(where, null);
  try {
    await act();
  } catch (error) {
    problem(where, told(error));
  } finally {
    busy = false;
    where.removeAttribute("aria-busy");
  }
}

function told(error) {
  if (error.fields) return error;
  if (error.name === "Unreached") return { message: t("unreached") };
  return { message: error.status ? error.message : t("broken") };
}

/** Wrong input: which fields, and what to do. */
export class Wrong extends Error {
  constructor(fields, message = "") {
    super(message);
    this.fields = fields;
  }
}

function problem(where, error) {
  const form = where.closest("form") || where.closest(".card") || app.firstElementChild || app;
  form.querySelectorAll(".field-error, .error-summary").forEach((one) => one.remove());
  form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
  if (!error) return;
  const fields = Object.entries(error.fields || {});
  for (const [id, message] of fields) {
    const field = document.getElementById(id);
    if (!field) continue;
    field.setAttribute("aria-invalid", "true");
    const place = field.closest(".field") || field;
    const label = place.querySelector(".hint") || place.querySelector(".field-label") || place.firstElementChild;
    label.after(h("p", { class: "field-error", id: `${id}-salah` }, icon("triangle-alert"), h("span", {}, message)));
  }
  const lines = fields.length ? fields.map(([id, message]) => h("li", {}, h("a", { href: `#${id}` }, message))) : [h("li", {}, error.message)];
  const box = h("div", { class: "error-summary", role: "alert", tabindex: "-1" }, h("h2", {}, icon("triangle-alert"), h("span", {}, t("problem"))), h("ul", { class: "plain" }, lines));
  form.prepend(box);
  box.focus();
}

export function field(id, label, { rows = 0, hint = "", value = "", optional = false, type = "text", oninput, ...rest } = {}) {
  const described = hint ? { "aria-describedby": `${id}-hint` } : {};
  const control = rows
    ? h("textarea", { id, rows, autocomplete: "off", spellcheck: "false", ...described, ...rest }, value)
    : h("input", { id, type, value, autocomplete: "off", spellcheck: "false", autocapitalize: "off", ...described, ...rest });
  if (oninput) control.addEventListener("input", () => oninput(control.value));
  return h(
    "div",
    { class: "field" },
    h("label", { class: "field-label", for: id }, label, optional ? h("span", { class: "optional" }, ` ${t("optional")}`) : null),
    hint ? h("p", { class: "hint", id: `${id}-hint` }, hint) : null,
    control,
  );
}

export function select(id, label, options, { value = "", onchange } = {}) {
  const listens = onchange ? { onchange: (event) => onchange(event.target.value) } : {};
  return h("div", { class: "field" }, h("label", { class: "field-label", for: id }, label), h("select", { id, ...listens }, options.map(([key, text]) => h("option", { value: key, selected: key === value }, text))));
}

export function check(id, label, checked, { hint = "", onchange } = {}) {
  const box = h("input", { type: "checkbox", id, checked });
  box.addEventListener("change", () => onchange(box.checked));
  return h("div", { class: "choice" }, h("label", { for: id }, box, h("span", {}, label), hint ? h("span", { class: "hint" }, hint) : null));
}

export function notice(tone, ...children) {
  const symbol = { success: "circle-check", warning: "triangle-alert", danger: "triangle-alert", info: "shield-check" }[tone];
  return h("div", { class: `notice notice-${tone}` }, icon(symbol), h("div", { class: "notice-body" }, ...children));
}

export function summary(rows) {
  return h("dl", { class: "summary" }, rows.filter(Boolean).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

export function lead(text) {
  return h("p", { class: "lead" }, text);
}

export function valueOf(id) {
  return document.getElementById(id).value;
}

export function size(bytes) {
  const n = (value) => value.toLocaleString(language, { maximumFractionDigits: 1 });
  if (bytes < 1000) return t("bytes", { n: n(bytes) });
  return bytes < 1e6 ? t("kilobytes", { n: n(bytes / 1e3) }) : t("megabytes", { n: n(bytes / 1e6) });
}

export function day(text) {
  return text ? new Date(`${text}T12:00:00`).toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric" }) : "–";
}

export function moment(text) {
  return new Date(text).toLocaleString(language, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
}

/** Hand a file to the person. */
export function hand(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
