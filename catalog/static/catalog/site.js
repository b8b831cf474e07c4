/* Makes what works without it quicker: the light and dark switch without a reload, and keyboard shortcuts. */
(() => {
  "use strict";

  const root = document.documentElement;
  const YEAR = 31536000;
  const remember = (name, value) => {
    document.cookie = `${name}=${value};path=/;max-age=${value ? YEAR : 0};samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
  };

  const show = (theme) => {
    if (theme === "system") root.removeAttribute("data-bs-theme");
    else root.dataset.bsTheme = theme;
    remember("theme", theme === "system" ? "" : theme);
    for (const button of document.querySelectorAll("[data-appearance] button[aria-pressed]")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
  };

  for (const form of document.querySelectorAll("[data-appearance]")) {
    form.addEventListener("submit", (event) => {
      const theme = event.submitter && event.submitter.value;
      if (!theme) return;
      event.preventDefault();
      show(theme);
      // The button that was pressed may be hidden now: its twin takes the focus.
      const visible = [...form.querySelectorAll("button")].find((button) => button.offsetParent);
      if (!event.submitter.offsetParent && visible) visible.focus();
    });
  }

  const help = document.querySelector("[data-shortcuts]");
  const SHORTCUTS = "shortcuts";
  const enabled = () => !document.cookie.split("; ").includes(`${SHORTCUTS}=off`);
  if (help) {
    const toggle = help.querySelector("[data-shortcuts-on]");
    toggle.checked = enabled();
    toggle.addEventListener("change", () => remember(SHORTCUTS, toggle.checked ? "" : "off"));
    for (const opener of document.querySelectorAll("[data-shortcuts-open]")) {
      opener.hidden = false;
      opener.addEventListener("click", () => help.showModal());
    }
  }

  // Single keys press what the page itself has; where it has none of it they do nothing.
  const PRESSED = { e: "[data-edit-page]", w: "[data-watch]" };

  let afterG = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !enabled()) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "?" && help) {
      event.preventDefault();
      help.showModal();
    } else if (event.key === "g") {
      afterG = Date.now();
    } else if (Date.now() - afterG < 1500) {
      afterG = 0;
      const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
    } else if (Object.hasOwn(PRESSED, event.key)) {
      const control = document.querySelector(PRESSED[event.key]);
      if (control && !event.repeat) {
        event.preventDefault();
        control.click();
      }
    }
  });
})();
