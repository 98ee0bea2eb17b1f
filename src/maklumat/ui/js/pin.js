// The map for setting a point: outlines from this server, no picture from elsewhere. Loaded when its fold is opened.
import L from "leaflet";

const box = document.querySelector("[data-pin]");
const field = document.getElementById(box.dataset.pin);
const map = L.map(box, { attributionControl: false, zoomSnap: 0.5 });
let pin = null;

function place(latlng, tell) {
  if (pin) pin.setLatLng(latlng);
  else pin = L.circleMarker(latlng, { radius: 9, className: "pin", interactive: false }).addTo(map);
  if (tell) {
    field.value = `${latlng.lat.toFixed(5)}, ${latlng.lng.toFixed(5)}`;
    box.nextElementSibling.textContent = box.dataset.done;
  }
}

function fromField(move) {
  const found = field.value.match(/^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/);
  if (!found) return;
  const latlng = L.latLng(Number(found[1]), Number(found[2]));
  place(latlng, false);
  if (move) map.setView(latlng, Math.max(map.getZoom() || 0, 14));
}

fetch(box.dataset.outlines).then((answer) => answer.json()).then((outlines) => {
  const areas = L.geoJSON(outlines, {
    style: { className: "map-area" },
    onEachFeature: (feature, layer) => layer.bindTooltip(feature.properties.name, { permanent: true, direction: "center", className: "map-label" }),
  }).addTo(map);
  map.fitBounds(areas.getBounds());
  fromField(true);
});
map.on("click", (event) => place(event.latlng, true));
field.addEventListener("change", () => fromField(true));
