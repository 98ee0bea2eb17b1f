// A desk that nobody touches locks itself, so that whoever passes by reads nothing.
import { h, notice, t, working } from "./dom.js";

export const IDLE_MINUTES = 10;
const MINUTE = 60_000;
const LOOK = 15_000;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];

/** ``open``: whether there is anything to lock; ``lock``: does it. A minute before, it is said where it is seen and heard; any touch puts it off. What is being sent is not cut off. */
export function watchIdle(open, lock) {
  let touched = Date.now();
  let warning = null;
  const look = () => {
    const idle = Date.now() - touched;
    if (!open() || working() || idle < (IDLE_MINUTES - 1) * MINUTE) return;
    if (idle >= IDLE_MINUTES * MINUTE) {
      touched = Date.now();
      warning?.remove();
      lock();
    } else if (!warning?.isConnected) {
      warning = notice("warning", h("p", {}, t("idle_soon")));
      warning.setAttribute("role", "alert");
      warning.classList.add("idle");
      document.body.append(warning);
    }
  };
  const touch = () => {
    look(); // a computer that slept wakes by a touch
    touched = Date.now();
    warning?.remove();
  };
  for (const name of TOUCHES) addEventListener(name, touch, { passive: true, capture: true });
  document.addEventListener("visibilitychange", look);
  setInterval(look, LOOK);
}
