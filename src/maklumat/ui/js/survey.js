// Questions read aloud where the phone has a voice for them, and answers that wait on the phone until there is a connection.
const form = document.querySelector("form[data-survey]");

function voice() {
  const language = document.documentElement.lang;
  return (window.speechSynthesis?.getVoices() ?? []).find((one) => one.lang.toLowerCase().startsWith(language));
}

function read(field, chosen) {
  const words = [...field.querySelectorAll("legend, .field-label, label")].map((one) => one.textContent.trim());
  const spoken = Object.assign(new SpeechSynthesisUtterance([...new Set(words)].join(". ")), { voice: chosen, lang: chosen.lang });
  speechSynthesis.cancel();
  speechSynthesis.speak(spoken);
}

function offerVoice() {
  const chosen = voice();
  if (!chosen || form.querySelector("[data-heard]")) return;
  form.querySelectorAll(".field").forEach((field) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-quiet button-small", textContent: form.dataset.listen });
    button.dataset.heard = "";
    button.addEventListener("click", () => read(field, chosen));
    field.append(button);
  });
}

if (form) {
  const status = form.querySelector("[data-survey-status]");
  let waiting = false;
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    waiting = true;
    status.textContent = form.dataset.offline;
    status.scrollIntoView({ block: "nearest" });
  });
  window.addEventListener("online", () => { if (waiting) form.requestSubmit(); });
  offerVoice();
  window.speechSynthesis?.addEventListener?.("voiceschanged", offerVoice);
}
