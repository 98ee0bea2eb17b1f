// "Use my place": fills the field of coordinates. Without JavaScript the button is not there, and the field can be typed.
for (const button of document.querySelectorAll("[data-locate]")) {
  const field = document.getElementById(button.dataset.locate);
  const status = button.nextElementSibling;
  if (!field || !navigator.geolocation) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        field.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
        status.textContent = button.dataset.done;
        button.removeAttribute("aria-busy");
      },
      () => {
        status.textContent = button.dataset.failed;
        button.removeAttribute("aria-busy");
      },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}

// The map comes when its fold is opened: it is heavy for a weak network.
for (const box of document.querySelectorAll("[data-pin]")) {
  const fold = box.closest("details");
  const open = () => {
    if (!fold.open || box.dataset.shown) return;
    box.dataset.shown = "1";
    box.hidden = false;
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: box.dataset.css }));
    document.head.append(Object.assign(document.createElement("script"), { src: box.dataset.src }));
  };
  fold.addEventListener("toggle", open);
  open();
}
