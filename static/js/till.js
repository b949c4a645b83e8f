/* The till: scans that are never lost, keys, choosing from a list, change. */
"use strict";

(() => {
  const scan = document.getElementById("scan");
  const typed = document.getElementById("scan-typed");
  const waiting = document.getElementById("waiting");
  const touch = window.matchMedia("(pointer: coarse)").matches;

  /* --- Scans: taken at once, sent one after the other, each under its own name ---------- */

  const store = window.sessionStorage;
  const place = `scans:${scan.dataset.queue}`;
  let queue = JSON.parse(store.getItem(place) || "[]");
  let underway = false;

  /* Also where the page came over plain HTTP, which has no randomUUID. */
  function newName() {
    return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");
  }

  function keepQueue() {
    if (queue.length) {
      store.setItem(place, JSON.stringify(queue));
    } else {
      store.removeItem(place);
    }
    waiting.hidden = queue.length < 2 && !waiting.dataset.stuck;
    waiting.querySelector("span").textContent = queue.map(({ text }) => text).join(" · ");
  }

  function sendNext() {
    if (underway || !queue.length) {
      return;
    }
    underway = true;
    scan.elements.text.value = queue[0].text;
    scan.elements.scan.value = queue[0].name;
    window.htmx.trigger(scan, "send");
  }

  scan.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const text = typed.value.trim();
    if (!text) {
      toPayment();
      return;
    }
    queue.push({ text, name: newName() });
    typed.value = "";
    keepQueue();
    sendNext();
  });

  scan.addEventListener("htmx:afterRequest", ({ detail }) => {
    const { status } = detail.xhr;
    underway = false;
    if (detail.successful || (status >= 400 && status < 500)) {
      queue.shift();
      delete waiting.dataset.stuck;
      keepQueue();
      sendNext();
    } else {
      waiting.dataset.stuck = "";
      keepQueue();
    }
  });

  window.addEventListener("online", sendNext);

  /* A member asked for while scans are on their way is looked up after them: their answers
     renew the form. What stands in it is kept by hx-preserve. */
  let memberWaits = false;

  document.addEventListener(
    "submit",
    (event) => {
      if (event.target.id === "member-find" && queue.length && !waiting.dataset.stuck && !event.submitter?.name) {
        event.preventDefault();
        event.stopImmediatePropagation();
        memberWaits = true;
      }
    },
    true,
  );

  function findWaiting() {
    if (memberWaits && !queue.length) {
      memberWaits = false;
      document.getElementById("member-find")?.requestSubmit();
    }
  }

  /* --- Where the keyboard stands --------------------------------------------------------- */

  function toPayment() {
    const pay = document.getElementById("pay");
    const first = pay.querySelector('[name="tender"]:checked') ?? pay.querySelector('[name="tender"]');
    (first ?? pay.querySelector('[type="submit"]')).focus();
  }

  /* The button's key: to the tenders, and once one is chosen there, the button itself. */
  function toPaymentOrPay() {
    const pay = document.getElementById("pay");
    const chosen = pay.querySelector('[name="tender"]:checked') || !pay.querySelector('[name="tender"]');
    if (chosen && pay.contains(document.activeElement)) {
      pay.querySelector('[type="submit"]').click();
    } else {
      toPayment();
    }
  }

  function rest() {
    const idle = document.activeElement === document.body;
    if (idle && !touch && !document.querySelector("dialog[open]")) {
      typed.focus();
    }
  }

  function press(key) {
    if (key === "F8") {
      toPaymentOrPay();
      return true;
    }
    const found = document.querySelector(`[data-key="${key}"]`);
    if (!found) {
      return false;
    }
    if (found.matches("input")) {
      found.focus();
      found.select();
    } else {
      found.click();
    }
    return true;
  }

  /* --- Choosing from a list: arrows, digits, Escape ---------------------------------------- */

  function choose(event) {
    const choices = [...(event.target.closest?.("[data-choices]")?.querySelectorAll("[data-choice]") ?? [])];
    if (!choices.length || event.target.matches("input")) {
      return false;
    }
    const at = choices.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) {
      choices.at((at + step) % choices.length).focus();
    } else if (/^[1-9]$/.test(event.key)) {
      choices[event.key - 1]?.click();
    } else if (event.key === "Escape") {
      typed.focus();
    } else {
      return false;
    }
    return true;
  }

  function chooseTender(event) {
    const tenders = [...document.querySelectorAll('[name="tender"]')];
    if (event.target.name !== "tender" || !/^[1-4]$/.test(event.key)) {
      return false;
    }
    tenders[event.key - 1].focus();
    tenders[event.key - 1].click();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) {
      return;
    }
    if (event.key === "F8" && event.repeat) {
      event.preventDefault(); // held down, it does not pay
      return;
    }
    const writing = event.target.matches("input:not([type=radio]), select, textarea");
    const slash = event.key === "/" && !writing && press("F2");
    if (slash || choose(event) || chooseTender(event) || (/^F\d+$/.test(event.key) && press(event.key))) {
      event.preventDefault();
    }
  });

  /* --- Cash: what is missing, what goes back ------------------------------------------------ */

  const fen = (text) => Math.round(Number(String(text).normalize("NFKC").replace(/[,¥\s]/g, "")) * 100) || 0;
  const yuan = (count) => `¥${(count / 100).toLocaleString("en", { minimumFractionDigits: 2 })}`;

  function count() {
    const pay = document.getElementById("pay");
    const cash = pay?.querySelector("[data-cash]");
    if (!cash) {
      return;
    }
    const chosen = pay.querySelector('[name="tender"]:checked')?.value;
    const parts = [...pay.querySelectorAll('[name^="part_"]')];
    const rest = fen(pay.dataset.due) - parts.reduce((sum, part) => sum + fen(part.value), 0);
    const inCash = fen(pay.elements.part_cash.value) + (chosen === "cash" ? rest : 0);
    const handed = pay.elements.handed_over.value;
    const change = fen(handed) - inCash;
    const split = parts.some((part) => part.value);
    cash.hidden = inCash <= 0;
    cash.querySelector("[data-handy]").hidden = split;
    cash.querySelector("[data-change]").textContent = handed ? yuan(change) : "—";
    cash.querySelector(".change").classList.toggle("too-little", Boolean(handed) && change < 0);
    pay.querySelector("[data-rest]").textContent = split ? yuan(rest) : "";
  }

  document.addEventListener("input", ({ target }) => target.form?.id === "pay" && count());

  document.addEventListener("change", ({ target }) => {
    if (target.name === "tender" && target.value === "cash" && !touch) {
      document.getElementById("pay").elements.handed_over.focus();
    }
  });

  document.addEventListener("click", ({ target }) => {
    const hand = target.closest("[data-hand]");
    if (hand) {
      const field = document.getElementById("pay").elements.handed_over;
      field.value = hand.dataset.hand;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      document.querySelector('#pay [type="submit"]').focus();
    }
  });

  document.addEventListener("htmx:afterSettle", () => {
    count();
    setTimeout(rest);
    findWaiting();
  });

  /* htmx takes the page over on this event, just before. */
  document.addEventListener("DOMContentLoaded", () => {
    count();
    rest();
    sendNext();
  });
})();
