/* The till's other pages: Enter moves on, a card scanned once, counting notes, all comes back. */
"use strict";

(() => {
  const SCANNER_PAUSE = 60; // milliseconds between two characters: no hand is as quick

  /* --- Registering: Enter leads to the next field, the last one sends ---------------------- */

  function fields(form) {
    const shown = (field) => field.offsetParent && !field.closest("details:not([open])");
    return [...form.elements].filter((field) => shown(field) && !field.disabled && field.tagName !== "FIELDSET");
  }

  /* What is seldom needed is passed over: always, or once another field is filled. */
  function passed(field, form) {
    const other = field.dataset.enterSkips;
    return other === "" || Boolean(other && form.elements[other].value);
  }

  function next(form, from) {
    const all = fields(form);
    return all.slice(all.indexOf(from) + 1).find((field) => field.name !== from.name && !passed(field, form));
  }

  document.addEventListener("keydown", (event) => {
    const { target } = event;
    const form = target.form;
    if (event.key !== "Enter" || !form || !("enterMoves" in form.dataset) || !target.matches("input, select")) {
      return;
    }
    event.preventDefault();
    if ("scanned" in target.dataset && quick(target)) {
      const again = form.querySelector("[data-scanned-again]");
      again.value = target.value;
      again.dispatchEvent(new Event("input", { bubbles: true }));
      next(form, again)?.focus();
      return;
    }
    const following = next(form, target);
    if (following?.type === "submit") {
      form.requestSubmit();
    } else {
      following?.focus();
    }
  });

  /* --- A card's number, typed by hand or by a scanner ------------------------------------- */

  const times = new WeakMap();

  function quick(field) {
    const { first, last, count } = times.get(field) ?? {};
    return count > 3 && (last - first) / (count - 1) < SCANNER_PAUSE;
  }

  document.addEventListener("input", ({ target, timeStamp }) => {
    if (!("scanned" in target.dataset)) {
      return;
    }
    const before = times.get(target);
    const begun = target.value.length <= 1 || !before;
    times.set(target, begun ? { first: timeStamp, last: timeStamp, count: 1 } : { ...before, last: timeStamp, count: before.count + 1 });
  });

  /* --- Returns: a whole line, or everything ------------------------------------------------ */

  function bring(button) {
    const field = document.getElementById(button.dataset.for);
    field.value = button.dataset.back;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("click", ({ target }) => {
    const one = target.closest("[data-back]");
    if (one) {
      bring(one);
    } else if (target.closest("[data-all-back]")) {
      document.querySelectorAll("[data-back]").forEach(bring);
    }
  });

  /* --- Closing: notes and coins add up, the difference shows ------------------------------- */

  const fen = (text) => Math.round(Number(String(text).normalize("NFKC").replace(/[,¥\s]/g, "")) * 100) || 0;
  const closing = document.querySelector("form[data-count]");

  function count({ target }) {
    const counted = closing.elements.counted_cash;
    if (target && "piece" in target.dataset) {
      const pieces = [...closing.querySelectorAll("[data-piece]")];
      const sum = pieces.reduce((so_far, piece) => so_far + fen(piece.dataset.piece) * (Number(piece.value) || 0), 0);
      counted.value = (sum / 100).toFixed(2);
    }
    const difference = fen(counted.value) - fen(closing.dataset.count);
    const sign = difference < 0 ? "-" : difference > 0 ? "+" : "";
    const amount = (Math.abs(difference) / 100).toLocaleString("en", { minimumFractionDigits: 2 });
    closing.querySelector("[data-difference]").textContent = counted.value ? `${sign}¥${amount}` : "—";
  }

  closing?.addEventListener("input", count);
  if (closing) {
    count({});
  }

  document.addEventListener("keydown", (event) => {
    const found = /^F\d+$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
    if (found) {
      event.preventDefault();
      found.click();
    }
  });
})();
