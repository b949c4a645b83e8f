/* What was typed survives a lost connection, a reload or an expired log-in.

   <form data-draft="register"> keeps its fields in this tab's session storage, under the
   staff member's own name, until the form has been sent and answered. Passwords, files and
   hidden fields are never kept; nor is a field with data-no-draft. With data-draft-silent
   nothing is said of what was restored. */
"use strict";

(() => {
  const PREFIX = "draft:";
  const owner = document.body.dataset.staff;
  const store = window.sessionStorage;
  const keyOf = (form) => `${PREFIX}${owner}:${form.dataset.draft}`;
  const read = (key) => JSON.parse(store.getItem(key) || "null");

  function isKept(field) {
    const never = ["hidden", "password", "file", "submit", "button", "reset"];
    return field.name && !never.includes(field.type) && !("noDraft" in field.dataset);
  }

  function typed(form) {
    const values = {};
    for (const field of [...form.elements].filter(isKept)) {
      const chosen = !["checkbox", "radio"].includes(field.type) || field.checked;
      values[field.name] ??= [];
      if (chosen) {
        values[field.name].push(field.value);
      }
    }
    return values;
  }

  function fill(form, values) {
    const turn = {};
    for (const field of [...form.elements].filter(isKept)) {
      const kept = values[field.name];
      if (!kept) {
        continue;
      }
      if (["checkbox", "radio"].includes(field.type)) {
        field.checked = kept.includes(field.value);
      } else {
        turn[field.name] ??= 0;
        field.value = kept[turn[field.name]++] ?? field.value;
      }
    }
  }

  function keep(form) {
    store.setItem(keyOf(form), JSON.stringify({ values: typed(form), from: null }));
  }

  /* Says that the fields hold an earlier draft, and offers to begin anew. */
  function note(form) {
    const line = document.getElementById("draft-note").content.firstElementChild.cloneNode(true);
    line.querySelector("[data-discard]").addEventListener("click", () => {
      form.reset();
      store.removeItem(keyOf(form));
      line.remove();
      [...form.elements].find(isKept)?.focus();
    });
    form.prepend(line);
  }

  /* A form the server sent back with errors knows better than its draft. */
  function restore(form) {
    const draft = read(keyOf(form));
    if (!draft || form.querySelector('[aria-invalid="true"], .error-summary')) {
      return;
    }
    if (JSON.stringify(draft.values) !== JSON.stringify(typed(form))) {
      fill(form, draft.values);
      if (!("draftSilent" in form.dataset)) {
        note(form);
      }
    }
    keep(form);
  }

  function forms(root) {
    const own = root.matches?.("form[data-draft]") ? [root] : [];
    return [...own, ...(root.querySelectorAll?.("form[data-draft]") ?? [])];
  }

  function forget(test) {
    Object.keys(store)
      .filter((key) => key.startsWith(PREFIX) && test(key))
      .forEach((key) => store.removeItem(key));
  }

  /* A page reached from the form it was sent on is the server's answer: the draft has done
     its work. Going back, or a log-in or error page in between, is no answer. */
  function forgetAnswered() {
    const how = performance.getEntriesByType("navigation")[0]?.type;
    if (how === "back_forward" || document.body.dataset.drafts === "keep") {
      return;
    }
    forget((key) => read(key).from && read(key).from === document.referrer);
  }

  document.addEventListener("input", ({ target }) => {
    const form = target.form;
    if (form?.dataset.draft) {
      keep(form);
    }
  });

  document.addEventListener("submit", ({ target: form, defaultPrevented }) => {
    if ("forgetDrafts" in form.dataset) {
      forget(() => true);
    } else if (form.dataset.draft && !defaultPrevented) {
      store.setItem(keyOf(form), JSON.stringify({ values: typed(form), from: location.href.split("#")[0] }));
    }
  });

  /* Sent by htmx: the answer is known at once. */
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const form = detail.requestConfig.elt;
    const changes = detail.requestConfig.verb !== "get";
    if (form.dataset.draft && changes && detail.successful && detail.xhr.status !== 422) {
      store.removeItem(keyOf(form));
    }
  });

  document.addEventListener("htmx:load", ({ detail }) => forms(detail.elt).forEach(restore));
  window.addEventListener("pageshow", ({ persisted }) => persisted && forms(document).forEach(keep));

  forgetAnswered();
  forms(document).forEach(restore);
})();
