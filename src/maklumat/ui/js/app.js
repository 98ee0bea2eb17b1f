// Small enhancements. Every page works without them.
const news = document.getElementById("kabar");
const words = news ? news.dataset : {};

function announce(text) {
  if (!news) return;
  news.textContent = "";
  setTimeout(() => { news.textContent = text; }, 50);
}

function revealScriptedControls(root) {
  root.querySelectorAll("[data-action][hidden], [data-copy][hidden]").forEach((control) => { control.hidden = false; });
}

const actions = {
  print: () => window.print(),
  back: () => window.history.back(),
  reload: () => window.location.reload(),
};

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    announce(words.copied || "");
    button.classList.add("is-copied");
    setTimeout(() => button.classList.remove("is-copied"), 2000);
  } catch {
    const shown = button.parentElement.querySelector(".code");
    if (shown) window.getSelection().selectAllChildren(shown);
  }
}

function closeMenus(except) {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(except)) menu.open = false;
  });
}

document.addEventListener("click", (event) => {
  closeMenus(event.target);
  const control = event.target.closest("[data-action], [data-copy]");
  if (!control) return;
  if (control.dataset.copy !== undefined) copy(control);
  else if (actions[control.dataset.action]) actions[control.dataset.action]();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// A second press on "Kirim" within two seconds is the same press.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  const last = Number(form.dataset.sentAt || 0);
  if (Date.now() - last < 2000) event.preventDefault();
  else form.dataset.sentAt = String(Date.now());
});

// A file that is too large is said so before it is sent over a slow line.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.type !== "file" || !input.dataset.maxBytes) return;
  const limit = Number(input.dataset.maxBytes);
  const tooLarge = [...input.files].some((file) => file.size > limit);
  const id = `${input.id}_size`;
  const old = document.getElementById(id);
  if (old) old.remove();
  input.toggleAttribute("aria-invalid", tooLarge);
  if (!tooLarge) return;
  const text = `${words.tooLarge || ""} ${Math.floor(limit / 1048576)} MB.`;
  const line = Object.assign(document.createElement("p"), { id, className: "field-error", textContent: text });
  input.value = "";
  input.before(line);
  announce(text);
});

// data-poll="address" data-every="seconds": asks again with the ETag, swaps the element when it changed. As long as
// nothing moves it asks less and less often, at last twice a minute; who comes back to the page asks at once.
// The server ends it by leaving data-poll out of the fragment.
function poll(element) {
  const every = Math.max(Number(element.dataset.every) || 5, 2) * 1000;
  let etag = element.dataset.etag || "";
  let wait = every;
  async function ask() {
    if (!element.isConnected) return;
    if (document.hidden) {
      wait = every;
      document.addEventListener("visibilitychange", ask, { once: true });
      return;
    }
    try {
      const headers = { "X-Requested-With": "fetch", ...(etag && { "If-None-Match": etag }) };
      const answer = await fetch(element.dataset.poll, { headers, cache: "no-store", credentials: "same-origin" });
      wait = Math.min(wait * 1.2, 30000);
      if (answer.status === 200 && !answer.redirected) {
        etag = answer.headers.get("ETag") || "";
        if (swap(element, await answer.text(), etag)) return;
      } else if (answer.status >= 400) wait = Math.min(wait * 2, 60000);
    } catch {
      wait = Math.min(wait * 2, 60000);
    }
    setTimeout(ask, wait);
  }
  setTimeout(ask, every);
}

function swap(element, html, etag) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = (element.id && page.getElementById(element.id)) || page.body.firstElementChild;
  if (fresh && element.dataset.etag) fresh.dataset.etag = element.dataset.etag; // the only word that may differ
  if (!fresh || fresh.outerHTML === element.outerHTML || element.contains(document.activeElement)) return false;
  if (etag && fresh.dataset.poll) fresh.dataset.etag = etag;
  element.replaceWith(document.adoptNode(fresh));
  start(fresh);
  const said = fresh.querySelector("[data-announce]");
  announce(fresh.dataset.announce || (said && said.textContent.trim()) || words.updated || "");
  return true;
}

function start(root) {
  revealScriptedControls(root);
  if (root.matches && root.matches("[data-poll]")) poll(root);
  root.querySelectorAll("[data-poll]").forEach(poll);
}

const summary = document.querySelector(".error-summary");
if (summary) summary.focus();
start(document);
document.addEventListener("htmx:after:swap", () => revealScriptedControls(document));
