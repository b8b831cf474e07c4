/* Makes the forms on pages quicker. Everything works without it. */
(() => {
  "use strict";

  // What has to be seen first is where the reader's eyes and keys are.
  const first = document.querySelector("[data-focus]");
  if (first) first.focus();

  const form = document.querySelector("[data-edit]");
  if (!form) return;

  // Typed text is not lost by a slip: the browser asks before it leaves.
  let typed = first !== null;
  let sent = false;
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { sent = true; });
  window.addEventListener("pageshow", () => { sent = false; });
  window.addEventListener("beforeunload", (event) => {
    if (typed && !sent) event.preventDefault();
  });

  // A part of another type has other fields: they are shown as soon as it is chosen.
  const show = form.querySelector("button[name='show']");
  const type = form.querySelector("#id_f-type");
  if (show && type) type.addEventListener("change", () => show.click());
})();
