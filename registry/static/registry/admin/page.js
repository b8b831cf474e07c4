// The page form of the admin: slugs from names, choosers, the page's own sources and variants, the facts that can be cited.
"use strict";
(() => {
  const $ = django.jQuery;
  const INPUTS = {sources: /^sources-\d+-key$/, variants: /^variants-\d+-slug$/, offers: /^offers-\d+-slug$/};

  // The same rules as registry/admin/naming.py.
  const slugFrom = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/[^a-z0-9.]+/)
      .map((word) => word.replace(/^\.+|\.+$/g, "").replace(/\.{2,}/g, ".")).filter(Boolean).join("-").slice(0, 120).replace(/[-.]+$/, "");

  // Only the innermost number of a name is of the row: variants-2-bases-0-source belongs to bases, row 0.
  const neighbour = (input, name) => input.form.elements[input.name.replace(/[^-]+$/, name)];
  const typed = (of) => [...document.querySelectorAll("form input[name]")]
    .filter((input) => INPUTS[of].test(input.name)).map((input) => input.value.trim()).filter(Boolean);

  const fillSlug = (source) => {
    if (!source.name || !source.form) return;
    for (const input of source.form.querySelectorAll("input[data-slug-of]")) {
      if (input.dataset.slugOf && neighbour(input, input.dataset.slugOf) === source && !input.disabled && !input.dataset.own) {
        const longest = input.maxLength > 0 ? Math.min(input.maxLength, input.name.endsWith("-key") ? 60 : 120) : 120;
        input.value = slugFrom(source.value).slice(0, longest).replace(/[-.]+$/, "");
      }
    }
  };

  const offerKeys = (select) => {
    const known = new Set([...select.options].map((option) => option.value));
    for (const key of typed(select.dataset.keysOf)) {
      if (!known.has(key)) select.add(new Option(key, key));
    }
  };

  const choose = (select) => {
    if (select.name.includes("__prefix__") || select.classList.contains("select2-hidden-accessible")) return;
    if (select.classList.contains("catalog-choice")) {
      $(select).select2({
        allowClear: !select.multiple, placeholder: "Type part of the name", width: "100%",
        ajax: {
          url: select.dataset.url, delay: 200, data: ({term, page}) => ({term, page}),
          processResults: (found, {term, page}) => {
            if (select.dataset.kind !== "variant" || page > 1) return found;
            const here = typed("variants").filter((slug) => !term || slug.includes(slugFrom(term)));
            const known = new Set(found.results.map((result) => result.id));
            return {...found, results: [...here.filter((slug) => !known.has(slug)).map((slug) => ({id: slug, text: `${slug} (on this page)`})), ...found.results]};
          },
        },
      });
    } else if (select.multiple) {
      $(select).select2({width: "100%", placeholder: select.dataset.keysOf === "variants" ? "The model as a whole" : "None yet"});
      $(select).on("select2:opening", () => offerKeys(select));
    } else {
      select.addEventListener("focus", () => offerKeys(select));
      select.addEventListener("mousedown", () => offerKeys(select));
    }
  };

  const listFacts = () => {
    const list = document.getElementById("catalog-facts");
    const parts = document.getElementById("catalog-facts-by-part");
    if (!list || !parts) return;
    const {page, ...below} = JSON.parse(parts.textContent);
    const facts = [...page];
    for (const [name, own] of Object.entries(below)) {
      for (const slug of typed(name)) facts.push(...own.map((fact) => `${name}/${slug}/${fact}`));
    }
    list.replaceChildren(...facts.map((fact) => new Option(fact, fact)));
  };

  const showType = (select) => {
    for (const type of document.querySelectorAll("#catalog-term-types details")) type.open = type.dataset.type === select.value;
  };

  // A model can have sixty offers: what lies in closed parts is prepared when they are opened.
  const isClosed = (element) => element.closest("details:not([open])") !== null;

  const start = (root) => {
    root.querySelectorAll("select.catalog-choice, select.catalog-keys").forEach((select) => { if (!isClosed(select)) choose(select); });
    root.querySelectorAll("input[data-slug-of]").forEach((input) => { if (input.value) input.dataset.own = "yes"; });
  };

  document.addEventListener("DOMContentLoaded", () => { start(document); listFacts(); });
  document.addEventListener("formset:added", (event) => start(event.target.closest(".form-group") || event.target));
  document.addEventListener("input", (event) => {
    if (event.target.dataset.slugOf !== undefined) event.target.dataset.own = event.target.value ? "yes" : "";
    else fillSlug(event.target);
    const group = event.target.closest(".catalog-part");
    const title = group && group.querySelector(":scope > summary .catalog-title");
    if (title && /-(name|service|title|fact|benchmark|section|version)$/.test(event.target.name)) title.textContent = event.target.value || title.dataset.noun;
  });
  document.addEventListener("focusin", (event) => { if (event.target.getAttribute("list") === "catalog-facts") listFacts(); });
  document.addEventListener("change", (event) => { if (event.target.dataset.termType !== undefined) showType(event.target); });
  document.addEventListener("toggle", (event) => { if (event.target.open) start(event.target); }, true);
  // A mistake inside a closed part is shown, not only counted.
  document.addEventListener("invalid", (event) => {
    for (let part = event.target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  }, true);
})();
