/* What every page does: dialogs, menus, messages, and telling when a request got lost. */
"use strict";

(() => {
  const trouble = document.getElementById("trouble");
  let lost = null; // the htmx request to repeat

  function showTrouble(kind) {
    for (const text of trouble.querySelectorAll("[data-trouble]")) {
      text.hidden = text.dataset.trouble !== kind;
    }
    trouble.querySelector("[data-retry]").hidden = !lost || ["closed", "refused", "login"].includes(kind);
    trouble.querySelector("[data-log-in]").hidden = kind !== "login";
    trouble.hidden = false;
  }

  function remember(event) {
    const { elt, requestConfig } = event.detail;
    lost = { elt, verb: requestConfig.verb, path: requestConfig.path, event: requestConfig.triggeringEvent };
  }

  function repeat() {
    const { elt, verb, path, event } = lost;
    trouble.hidden = true;
    lost = null;
    window.htmx.ajax(verb, path, { source: elt, event });
  }

  function isLogIn(xhr) {
    return xhr.responseURL && new URL(xhr.responseURL).pathname === document.body.dataset.login;
  }

  /* --- htmx ------------------------------------------------------------------------- */

  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    detail.target.setAttribute("aria-busy", "true");
  });

  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    // An answer may go elsewhere than the request said; neither is busy any more.
    for (const busy of [detail.target, detail.requestConfig.target]) {
      busy?.removeAttribute?.("aria-busy");
    }
    if (detail.successful) {
      trouble.hidden = true;
    }
  });

  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      remember(event);
      showTrouble("network");
    });
  }

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (isLogIn(detail.xhr)) {
      detail.shouldSwap = false;
      detail.isError = true;
    }
  });

  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = event.detail;
    if (isLogIn(xhr)) {
      showTrouble("login");
    } else if (xhr.status >= 500) {
      remember(event);
      showTrouble("server");
    } else {
      showTrouble([403, 404].includes(xhr.status) ? "closed" : "refused");
    }
  });

  /* The field one stands in keeps the focus when its surroundings are renewed, also
     without an id, and what was typed there while the answer to something else was on its
     way; tables keep how far they were moved sideways. */
  let standing = null;
  let unsent = null;
  let moved = new Map();

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const field = document.activeElement;
    const isTyped = "defaultValue" in field && field.value !== field.defaultValue;
    standing = field?.name || null;
    unsent = field.id && isTyped && !detail.requestConfig.elt.contains(field) ? { id: field.id, value: field.value } : null;
    moved = new Map([...document.querySelectorAll(".table-box[id]")].map((box) => [box.id, box.scrollLeft]));
  });

  document.addEventListener("htmx:afterSwap", () => {
    const field = unsent && document.getElementById(unsent.id);
    if (field && field.value === field.defaultValue) {
      field.value = unsent.value;
    }
    unsent = null;
  });

  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    moved.forEach((left, id) => document.getElementById(id)?.scrollTo({ left }));
    const wrong = detail.elt.querySelector?.("[data-focus]");
    if (wrong) {
      wrong.focus();
    } else if (standing && document.activeElement === document.body) {
      detail.elt.querySelector?.(`[name="${CSS.escape(standing)}"]`)?.focus();
    }
    detail.elt.querySelector?.("[data-dials]")?.click();
    if (detail.elt.matches?.(".entry-done")) {
      countOn("todo", -1);
      countOn("done", 1);
    }
    fadeSuccess();
  });

  /* What was just done is counted above the list, where the page counted it before. */
  function countOn(what, change) {
    const place = document.querySelector(`[data-tally="${what}"]`);
    if (place) { place.textContent = Number(place.textContent.replace(/\D/g, "")) + change; }
  }

  /* --- Clicks and keys -------------------------------------------------------------- */

  async function copy(button) {
    const field = document.getElementById(button.dataset.copies);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // without https, or when the browser forbids it
    }
    button.querySelector("[data-copied]").hidden = false;
  }

  const clicks = {
    "[data-opens]": (button) => document.getElementById(button.dataset.opens)?.showModal(),
    "[data-closes]": (button) => button.closest("dialog")?.close(),
    "[data-dismiss]": (button) => button.closest(".notice").remove(),
    "[data-retry]": repeat,
    "[data-print]": () => window.print(),
    "[data-copies]": copy,
  };

  document.addEventListener("click", ({ target }) => {
    for (const [selector, act] of Object.entries(clicks)) {
      const found = target.closest(selector);
      if (found) {
        act(found);
      }
    }
    for (const menu of document.querySelectorAll("[data-menu][open]")) {
      menu.open = menu.contains(target);
    }
  });

  document.addEventListener("keydown", ({ key }) => {
    const menu = key === "Escape" && document.querySelector("[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  /* --- Forms only htmx can send: it takes over what it has brought a moment later -----
     A form that is just being sent cannot be sent again, so that waits for its turn. */

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!event.defaultPrevented && form.matches("[hx-post][method=dialog]")) {
      event.preventDefault();
      window.htmx.process(form);
      setTimeout(() => form.requestSubmit(event.submitter));
    }
  });

  /* --- Forms sent the ordinary way: once, however often the button is pressed -------- */

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const asks = event.submitter?.formMethod === "dialog" || form.method === "dialog";
    if (event.defaultPrevented || asks) {
      return;
    }
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    form.setAttribute("aria-busy", "true");
    setTimeout(() => form.removeAttribute("aria-busy"), 10000); // a download leaves the page standing
  });

  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy"));
  });

  /* --- On arrival -------------------------------------------------------------------- */

  function fadeSuccess() {
    for (const notice of document.querySelectorAll('[data-notice="success"]:not([data-fading])')) {
      notice.dataset.fading = "";
      const fade = () => (notice.matches(":hover, :focus-within") ? setTimeout(fade, 2000) : notice.remove());
      setTimeout(fade, 8000);
    }
  }

  /* The number beside a door is asked for last, and silently: nobody waits for it. */
  async function count(badge) {
    const answer = await fetch(badge.dataset.counts).catch(() => null);
    if (answer?.ok && !answer.redirected) {
      badge.innerHTML = await answer.text();
    }
  }

  window.addEventListener("load", () => document.querySelectorAll("[data-counts]").forEach(count));

  window.addEventListener("offline", () => showTrouble("network"));
  window.addEventListener("online", () => {
    trouble.hidden = !lost;
  });

  document.querySelector(".tab[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  document.querySelector("[data-focus]")?.focus();
  fadeSuccess();
})();
