// What is typed stays on this phone until it was sent: a page that breaks on a weak network loses nothing. Kept for a week.
const KEPT = 7 * 86400000;
const PREFIX = "draf:";

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    if (value) localStorage.setItem(key, JSON.stringify(value));
    else localStorage.removeItem(key);
  } catch {
    // A full or closed store: the page works as without JavaScript.
  }
}

function keys() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

for (const key of keys()) {
  const kept = read(key);
  // Another page of the same report is open: what was sent before arrived.
  const arrived = kept && kept.sent && key !== PREFIX + location.pathname;
  if (!kept || Date.now() - kept.at > KEPT || arrived) write(key, null);
}

document.querySelectorAll("form[data-draft]").forEach((form) => {
  const key = PREFIX + location.pathname;
  const status = form.querySelector("[data-draft-status]");
  const fields = () => [...form.querySelectorAll("textarea, input[type=text]")].filter((field) => field.name);
  const say = (text, forget) => {
    status.textContent = `${text} `;
    if (!forget) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-quiet button-small", textContent: status.dataset.forget });
    button.addEventListener("click", () => {
      write(key, null);
      fields().forEach((field) => { field.value = field.defaultValue; });
      status.textContent = "";
    });
    status.append(button);
  };
  const kept = read(key);
  if (kept) {
    const lost = fields().filter((field) => kept.values[field.name]);
    if (lost.length && fields().every((field) => !field.value)) {
      lost.forEach((field) => { field.value = kept.values[field.name]; });
      say(status.dataset.restored, true);
    }
  }
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const values = Object.fromEntries(fields().map((field) => [field.name, field.value]));
      write(key, Object.values(values).some(Boolean) ? { at: Date.now(), values } : null);
      if (!navigator.onLine) say(status.dataset.offline, true);
    }, 400);
  });
  form.addEventListener("submit", (event) => {
    const values = Object.fromEntries(fields().map((field) => [field.name, field.value]));
    if (navigator.onLine) {
      write(key, { at: Date.now(), values, sent: true });
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    write(key, { at: Date.now(), values });
    say(status.dataset.offline, true);
    status.scrollIntoView({ block: "nearest" });
  }, true);
  window.addEventListener("online", () => { if (status.textContent) say(status.dataset.online, false); });
});
