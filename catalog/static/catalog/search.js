/* Suggestions under the search box of the top bar. Without this script the box leads to the search page, as Enter does with it. */
(() => {
  "use strict";

  const input = document.querySelector("[data-suggest]");
  if (!input) return;
  const PAUSE = 120;
  const list = document.createElement("div");
  list.id = "suggestions_";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  const status = document.createElement("span");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.after(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let active = -1;
  let timer = 0;
  let request = null;
  let shownFor = "";
  const options = () => [...list.querySelectorAll("[role=option]")];
  const isOpen = () => !list.hidden;

  const choose = (index) => {
    const all = options();
    active = index;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    if (all[index]) {
      input.setAttribute("aria-activedescendant", all[index].id);
      all[index].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    status.textContent = "";
    choose(-1);
  };
  const open = () => {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    choose(-1);
  };
  const stop = () => {
    clearTimeout(timer);
    if (request) request.abort();
    request = null;
  };

  const option = (number, url, name, detail) => {
    const link = document.createElement("a");
    link.id = `suggestion_${number}_`;
    link.href = url;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    const words = document.createElement("bdi");
    words.textContent = name;
    link.append(words);
    if (detail) {
      const more = document.createElement("span");
      more.className = "muted";
      more.textContent = ` ${detail}`;
      link.append(more);
    }
    return link;
  };
  const show = (answer, text) => {
    list.replaceChildren();
    let number = 0;
    for (const group of answer.groups) {
      const part = document.createElement("div");
      part.setAttribute("role", "group");
      part.setAttribute("aria-label", group.label);
      const heading = document.createElement("div");
      heading.className = "suggestions-kind";
      heading.setAttribute("aria-hidden", "true");
      heading.textContent = group.label;
      part.append(heading, ...group.items.map((item) => option((number += 1), item.url, item.name, item.detail)));
      list.append(part);
    }
    list.append(option(number + 1, answer.all, `All results for “${text}”`, ""));
    shownFor = text;
    open();
    status.textContent = number === 1 ? "1 suggestion" : `${number} suggestions`;
  };
  const ask = async () => {
    const text = input.value.trim();
    stop();
    if (!text) {
      close();
      return;
    }
    const mine = new AbortController();
    request = mine;
    try {
      const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q: input.value })}`, {
        signal: mine.signal,
        headers: { Accept: "application/json" },
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const found = await answer.json();
      if (request === mine && document.activeElement === input) show(found, text);
    } catch {
      // Typed on, gone away or offline: the form still works.
      if (request === mine) close();
    }
  };

  input.addEventListener("input", (event) => {
    stop();
    if (!event.isComposing) timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("compositionend", () => {
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = options();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) {
        if (all.length && shownFor === input.value.trim()) open();
        else ask();
        return;
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      // Beyond the last and before the first is the box itself.
      choose(active + step >= all.length ? -1 : active + step < -1 ? all.length - 1 : active + step);
    } else if (event.key === "Enter" && isOpen() && all[active]) {
      event.preventDefault();
      location.assign(all[active].href);
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      stop();
      close();
    }
  });
  input.addEventListener("blur", () => {
    stop();
    close();
  });
  // A press on a suggestion must not take the focus away before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
})();
