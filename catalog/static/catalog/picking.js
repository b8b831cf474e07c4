/* Keeps what is chosen for a comparison from page to page. Without it the form compares what is ticked on one page. */
(() => {
  "use strict";

  const most = 6;
  const read = (by) => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(`compare_${by}`) || "[]");
      return new Map(kept.filter((pair) => Array.isArray(pair) && pair.every((part) => typeof part === "string")));
    } catch { return new Map(); }
  };
  const write = (by, chosen) => {
    try { sessionStorage.setItem(`compare_${by}`, JSON.stringify([...chosen])); } catch { /* no storage: one page at a time */ }
  };

  // What is side by side now is what the lists begin with.
  const table = document.querySelector("[data-compared]");
  if (table) {
    const columns = [...table.querySelectorAll("[data-column]")];
    write(table.dataset.compared, new Map(columns.map((column) => [column.dataset.column, column.dataset.name])));
  }

  const bar = document.querySelector("[data-compare-bar]");
  if (!bar) return;
  const by = bar.dataset.compareBar;
  const boxes = [...document.querySelectorAll(`[data-pick][name="${by}"]`)];
  const says = bar.querySelector("[data-compare-says]");
  const clear = bar.querySelector("[data-compare-clear]");
  const first = says.textContent;

  const show = (chosen) => {
    for (const box of boxes) box.checked = chosen.has(box.value);
    bar.classList.toggle("compare-bar-on", chosen.size > 0);
    clear.hidden = chosen.size === 0;
    const advice = chosen.size === 1 ? " Tick one more." : chosen.size > most ? ` At most ${most} fit.` : "";
    says.textContent = chosen.size ? `${chosen.size} selected: ${[...chosen.values()].join(", ")}.${advice}` : first;
  };

  for (const box of boxes) {
    box.addEventListener("change", () => {
      const chosen = read(by);
      if (box.checked) chosen.set(box.value, box.dataset.pick);
      else chosen.delete(box.value);
      write(by, chosen);
      show(chosen);
    });
  }
  clear.addEventListener("click", () => {
    write(by, new Map());
    show(new Map());
    bar.querySelector("[type=submit]").focus();
  });
  bar.addEventListener("formdata", (event) => {
    const chosen = read(by);
    if (!chosen.size) return;
    event.formData.delete(by);
    for (const slug of chosen.keys()) event.formData.append(by, slug);
  });
  window.addEventListener("pageshow", () => show(read(by)));
})();
