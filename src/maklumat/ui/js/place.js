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
